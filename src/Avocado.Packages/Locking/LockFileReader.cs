using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Packages.Debian;

namespace Avocado.Packages.Locking;

/// <summary>Reads what <see cref="LockFileWriter"/> wrote, and checks every value: people merge these files.</summary>
internal static class LockFileReader
{
    private const string Format = "lock file";

    /// <summary>Reads a lock file.</summary>
    /// <exception cref="DamagedFormatException">It is no lock file, or one of a newer SDK.</exception>
    public static LockFile Read(ReadOnlyMemory<byte> bytes)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 16 });
        }
        catch (JsonException error)
        {
            throw new DamagedFormatException(Format, error.Message);
        }
        using (document)
        {
            try
            {
                return ReadFile(document.RootElement);
            }
            catch (Exception error) when (error is InvalidOperationException or FormatException or KeyNotFoundException
                or ArgumentException)
            {
                throw new DamagedFormatException(Format, error.Message);
            }
        }
    }

    private static LockFile ReadFile(JsonElement root)
    {
        int version = root.GetProperty("version").GetInt32();
        if (version != LockFileWriter.Version)
        {
            throw new DamagedFormatException(
                Format, $"it is of version {version}, this SDK knows {LockFileWriter.Version}");
        }
        return new LockFile(root.GetProperty("boards").EnumerateObject()
            .Select(board => ReadSection(board.Name, board.Value))
            .ToImmutableSortedDictionary(s => s.Board, s => s, StringComparer.Ordinal));
    }

    private static LockSection ReadSection(string board, JsonElement section)
    {
        JsonElement dotnet = section.GetProperty("dotnet");
        return new LockSection
        {
            Board = board,
            Architecture = Text(section, "architecture"),
            SourceDate = Date(section.GetProperty("sourceDate")),
            DotNetSdkVersion = Text(dotnet, "sdk"),
            RuntimePacks = Map(dotnet.GetProperty("runtimePacks")),
            Feeds = [.. section.GetProperty("feeds").EnumerateArray().Select(ReadFeed)],
            Requested = section.GetProperty("requested").EnumerateObject()
                .ToImmutableSortedDictionary(p => p.Name, p => Texts(p.Value), StringComparer.Ordinal),
            Excluded = Texts(section.GetProperty("excluded")),
            LibraryFeatures = Texts(section.GetProperty("libraryFeatures")),
            Base = section.TryGetProperty("base", out JsonElement image) ? ReadBase(image) : null,
            Packages = [.. section.GetProperty("packages").EnumerateArray().Select(ReadPackage)],
        };
    }

    private static LockedBase ReadBase(JsonElement image)
    {
        string name = Text(image, "name");
        long size = image.GetProperty("size").GetInt64();
        return size > 0 && name.Length > 0 && !name.Any(char.IsControl)
            ? new LockedBase(name, size, Sha256Digest.Parse(Text(image, "sha256")))
            : throw new DamagedFormatException(Format, $"a base image of {size} bytes, or with a name that is none");
    }

    private static LockedFeed ReadFeed(JsonElement feed) => new(
        Text(feed, "name"), Text(feed, "type"), Text(feed, "suite"), Texts(feed.GetProperty("components")),
        [.. feed.GetProperty("released").EnumerateObject().Select(s => new FeedSuite(s.Name, Date(s.Value)))]);

    private static LockedPackage ReadPackage(JsonElement package)
    {
        string name = Text(package, "name"), version = Text(package, "version");
        long size = package.GetProperty("size").GetInt64();
        if (!RelationParser.IsName(name) || !DebianVersion.IsValid(version) || size < 0)
        {
            throw new DamagedFormatException(Format, $"'{name}' '{version}' of {size} bytes is no package");
        }
        return new LockedPackage
        {
            Name = name,
            Version = version,
            Architecture = Text(package, "architecture"),
            Size = size,
            Sha256 = Sha256Digest.Parse(Text(package, "sha256")),
            Feed = Text(package, "feed"),
            Suite = Text(package, "suite"),
            Path = PackagesReader.CheckPath(Text(package, "path")),
            Why = Map(package.GetProperty("why")),
        };
    }

    private static string Text(JsonElement element, string name) =>
        element.GetProperty(name).GetString() ?? throw new FormatException($"{name} has no value");

    private static ImmutableArray<string> Texts(JsonElement array) =>
        [.. array.EnumerateArray().Select(e => e.GetString() ?? throw new FormatException("a name has no value"))];

    private static ImmutableSortedDictionary<string, string> Map(JsonElement map) => map.EnumerateObject()
        .ToImmutableSortedDictionary(
            p => p.Name, p => p.Value.GetString() ?? throw new FormatException($"{p.Name} has no value"),
            StringComparer.Ordinal);

    private static DateTimeOffset Date(JsonElement value) => DateTimeOffset.ParseExact(
        value.GetString() ?? "", "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
