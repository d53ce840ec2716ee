using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Avocado.Packages.Locking;

/// <summary>
/// Writes lock files: the same content always gives the same bytes, and one changed package changes few lines, since
/// people read these files as diffs.
/// </summary>
internal static class LockFileWriter
{
    /// <summary>Raised whenever older SDKs would misread the file.</summary>
    public const int Version = 1;

    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        IndentSize = 2,
        NewLine = "\n",
        // Versions have '+' and '~'; the file is never put into a web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The file's bytes.</summary>
    public static byte[] Write(LockFile file)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Options))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", Version);
            writer.WriteStartObject("boards");
            foreach ((string board, LockSection section) in file.Sections)
            {
                writer.WritePropertyName(board);
                WriteSection(writer, section);
            }
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }

    /// <summary>A date as locks have it: UTC, whole seconds.</summary>
    internal static string Text(DateTimeOffset date) =>
        date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static void WriteSection(Utf8JsonWriter writer, LockSection section)
    {
        writer.WriteStartObject();
        writer.WriteString("architecture", section.Architecture);
        writer.WriteString("sourceDate", Text(section.SourceDate));
        writer.WriteStartObject("dotnet");
        writer.WriteString("sdk", section.DotNetSdkVersion);
        WriteMap(writer, "runtimePacks", section.RuntimePacks);
        writer.WriteEndObject();
        writer.WriteStartArray("feeds");
        foreach (LockedFeed feed in section.Feeds)
        {
            WriteFeed(writer, feed);
        }
        writer.WriteEndArray();
        writer.WriteStartObject("requested");
        foreach ((string target, var names) in section.Requested)
        {
            WriteArray(writer, target, names);
        }
        writer.WriteEndObject();
        WriteArray(writer, "excluded", section.Excluded);
        WriteArray(writer, "libraryFeatures", section.LibraryFeatures);
        if (section.Base is { } image)
        {
            WriteBase(writer, image);
        }
        writer.WriteStartArray("packages");
        foreach (LockedPackage package in section.Packages)
        {
            WritePackage(writer, package);
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteFeed(Utf8JsonWriter writer, LockedFeed feed)
    {
        writer.WriteStartObject();
        writer.WriteString("name", feed.Name);
        writer.WriteString("type", feed.Type);
        writer.WriteString("suite", feed.Suite);
        WriteArray(writer, "components", feed.Components);
        writer.WriteStartObject("released");
        foreach (FeedSuite suite in feed.Suites)
        {
            writer.WriteString(suite.Name, Text(suite.Date));
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteBase(Utf8JsonWriter writer, LockedBase image)
    {
        writer.WriteStartObject("base");
        writer.WriteString("name", image.Name);
        writer.WriteNumber("size", image.Size);
        writer.WriteString("sha256", image.Sha256.ToString());
        writer.WriteEndObject();
    }

    private static void WritePackage(Utf8JsonWriter writer, LockedPackage package)
    {
        writer.WriteStartObject();
        writer.WriteString("name", package.Name);
        writer.WriteString("version", package.Version);
        writer.WriteString("architecture", package.Architecture);
        writer.WriteNumber("size", package.Size);
        writer.WriteString("sha256", package.Sha256.ToString());
        writer.WriteString("feed", package.Feed);
        writer.WriteString("suite", package.Suite);
        writer.WriteString("path", package.Path);
        WriteMap(writer, "why", package.Why);
        writer.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values)
        {
            writer.WriteStringValue(value);
        }
        writer.WriteEndArray();
    }

    private static void WriteMap(Utf8JsonWriter writer, string name, IEnumerable<KeyValuePair<string, string>> values)
    {
        writer.WriteStartObject(name);
        foreach ((string key, string value) in values)
        {
            writer.WriteString(key, value);
        }
        writer.WriteEndObject();
    }
}
