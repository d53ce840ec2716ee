using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Images.Model;
using Avocado.Images.Pipeline;
using Avocado.Packages.Caching;
using Avocado.Signing;

namespace Avocado.Sdk.Tasks.Incremental;

/// <summary>Digests over everything that an image is made from. The tools themselves are inputs too.</summary>
internal static class BuildFingerprint
{
    // Serialising the whole request means that a setting that is added later cannot be forgotten here.
    private static readonly JsonSerializerOptions s_settings = new()
    {
        // Lines that move in a project file change no image, and neither does where things are cached. Besides, the
        // address of a remote cache may hold a password.
        Converters = { new LeftOut<SourceLocation>(), new LeftOut<CacheSettings>() },
    };

    /// <summary>Every setting, and a stat stamp of every input file.</summary>
    /// <returns>64 hexadecimal characters.</returns>
    public static string OfInputs(BuildRequest request)
    {
        var text = new StringBuilder(JsonSerializer.Serialize(request, s_settings)).Append('\n');
        ImageProject project = request.Project;
        foreach (Overlay overlay in project.Overlays)
        {
            AddFolder(text, overlay.HostFolder);
        }
        foreach (AppPayload app in project.Apps)
        {
            AddFolder(text, app.PublishFolder);
        }
        foreach (SystemUnit unit in project.Units)
        {
            AddEntry(text, new FileInfo(unit.HostFile));
        }
        if (request.Packages.BaseImage is { } image)
        {
            AddEntry(text, new FileInfo(image));
        }
        foreach (SigningKey key in request.Keys)
        {
            AddBytes(text, key.Certificate);
        }
        foreach (string tool in Directory.EnumerateFiles(ToolFolder(), "Avocado.*.dll").Order(StringComparer.Ordinal))
        {
            AddEntry(text, new FileInfo(tool));
        }
        return Digest(text);
    }

    /// <summary>Inputs that the build itself makes when they are missing: the lock file and the development keys.</summary>
    /// <returns>64 hexadecimal characters.</returns>
    public static string OfMadeInputs(BuildRequest request)
    {
        var text = new StringBuilder();
        AddBytes(text, request.Packages.LockFile);
        string keys = request.DevelopmentKeyFolder ?? DevelopmentKeys.DefaultFolder;
        if (request.Keys.IsEmpty && Directory.Exists(keys))
        {
            AddFolder(text, keys);
        }
        return Digest(text);
    }

    private static string Digest(StringBuilder text) =>
        Sha256Digest.Of(Encoding.UTF8.GetBytes(text.ToString())).ToString();

    private static string ToolFolder() => Path.GetDirectoryName(typeof(BuildFingerprint).Assembly.Location)!;

    private static void AddBytes(StringBuilder text, string file)
    {
        string digest = "absent";
        if (File.Exists(file))
        {
            using FileStream stream = File.OpenRead(file);
            digest = Sha256Digest.Of(stream).ToString();
        }
        text.Append(file).Append(' ').Append(digest).Append('\n');
    }

    private static void AddFolder(StringBuilder text, string folder)
    {
        var all = new EnumerationOptions { RecurseSubdirectories = false, AttributesToSkip = FileAttributes.None };
        foreach (FileSystemInfo entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", all)
            .OrderBy(e => e.Name, StringComparer.Ordinal))
        {
            AddEntry(text, entry);
            if (entry is DirectoryInfo && entry.LinkTarget is null)
            {
                AddFolder(text, entry.FullName);
            }
        }
    }

    private static void AddEntry(StringBuilder text, FileSystemInfo entry)
    {
        // A folder's own time changes with every file that comes or goes; its entries say the same.
        string stamp = entry is FileInfo { Exists: true } file && file.LinkTarget is null
            ? string.Create(CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc.Ticks}")
            : entry.LinkTarget ?? "";
        int mode = OperatingSystem.IsWindows() || entry.LinkTarget is not null || !entry.Exists
            ? 0
            : (int)entry.UnixFileMode;
        text.Append(entry.FullName).Append(' ')
            .Append(mode.ToString(CultureInfo.InvariantCulture)).Append(' ')
            .Append(stamp).Append('\n');
    }

    private sealed class LeftOut<T> : JsonConverter<T>
    {
        public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteNullValue();
    }
}
