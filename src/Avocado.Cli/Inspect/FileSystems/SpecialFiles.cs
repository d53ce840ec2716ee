using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Avocado.Cli.Inspect.Model;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.SquashFs;
using Avocado.Images.Runtime;

namespace Avocado.Cli.Inspect.FileSystems;

/// <summary>The files of a file system that say what it is.</summary>
internal sealed class SpecialFiles(SquashFsReader reader, InspectionScope scope)
{
    // Such files have a few hundred bytes; nobody needs more of them than this.
    private const int LargestFile = 1 << 20;
    private const int MostFiles = 1000;
    private const string ImageEnding = ".raw";
    private const string ReleasePrefix = "extension-release.";

    private static readonly UnixPath Modes = "modes";
    private static readonly UnixPath DefaultMode = "default-mode";
    private static readonly UnixPath RuntimeFile = "runtime.json";
    private static readonly UnixPath[] OsReleases = ["usr/lib/os-release", "etc/os-release"];

    private static readonly (UnixPath Folder, string Type)[] ExtensionReleases =
        [("usr/lib/extension-release.d", "sysext"), ("etc/extension-release.d", "confext")];

    private readonly Dictionary<UnixPath, SquashFsEntry> _found = [];

    /// <summary>The extension images, in order of their paths.</summary>
    public IEnumerable<SquashFsEntry> Images =>
        _found.Values.Where(e => IsImage(e.Path)).OrderBy(e => e.Path);

    /// <summary>Shows it an entry; what it needs is kept.</summary>
    public void See(SquashFsEntry entry)
    {
        if (entry.Kind == EntryKind.File && _found.Count < MostFiles && (IsImage(entry.Path) || IsSmallFile(entry.Path)))
        {
            _found[entry.Path] = entry;
        }
    }

    /// <summary>What os-release says; null without one.</summary>
    public IdentityReport? ReadSystem()
    {
        byte[]? text = OsReleases.Select(Read).FirstOrDefault(t => t is not null);
        if (text is null)
        {
            return null;
        }
        ImmutableSortedDictionary<string, string> fields = ReleaseFields.Of(text);
        string? Field(params string[] names) =>
            names.Select(n => fields.GetValueOrDefault(n)).FirstOrDefault(v => !string.IsNullOrEmpty(v));
        return new IdentityReport(
            Field("IMAGE_ID", "ID"), Field("IMAGE_VERSION", "VERSION_ID"), Field("PRETTY_NAME"), fields);
    }

    /// <summary>What extension-release says; null without one.</summary>
    public ExtensionIdentityReport? ReadExtension()
    {
        var types = ImmutableArray.CreateBuilder<string>();
        string? name = null;
        ImmutableSortedDictionary<string, string>? fields = null;
        foreach ((UnixPath folder, string type) in ExtensionReleases)
        {
            UnixPath? path = _found.Keys.Where(p => p.Parent == folder).Order().Cast<UnixPath?>().FirstOrDefault();
            if (path is { } release && Read(release) is { } text)
            {
                types.Add(type);
                name ??= release.NameText[ReleasePrefix.Length..];
                fields ??= ReleaseFields.Of(text);
            }
        }
        return name is null ? null : new ExtensionIdentityReport(name, types.ToImmutable(), fields!);
    }

    /// <summary>What runtime.json says; null without one.</summary>
    public RuntimeManifest? ReadRuntime()
    {
        if (Read(RuntimeFile) is not { } bytes)
        {
            return null;
        }
        try
        {
            // The serializer fills in what the file says, null included.
            RuntimeManifest? manifest = JsonSerializer.Deserialize(bytes, RuntimeManifestJson.Default.RuntimeManifest);
            if (manifest is { ImageId: not null, ImageVersion: not null, Board: not null, Architecture: not null,
                LayoutId: not null, KernelVersion: not null, Root.RootHash: not null, Extensions: not null }
                && manifest.Extensions.All(e => e is { Name: not null, Place: not null, Sha256: not null }))
            {
                return manifest;
            }
        }
        catch (JsonException)
        {
            // Told below, as the other case is.
        }
        scope.Note("/runtime.json is no release of this SDK");
        return null;
    }

    /// <summary>The boot modes; none where no default mode is named.</summary>
    public ImmutableArray<ModeReport> ReadModes()
    {
        if (Read(DefaultMode) is not { } start)
        {
            return [];
        }
        string name = Encoding.UTF8.GetString(start).Trim();
        return
        [
            .. _found.Keys.Where(p => p.Parent == Modes).Order().Select(path => new ModeReport(
                path.NameText, path.NameText == name, ReadList(Read(path) ?? []))),
        ];
    }

    private static ImmutableArray<ModeExtensionReport> ReadList(byte[] text) =>
    [
        .. Encoding.UTF8.GetString(text).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length >= 4)
            .Select(fields => new ModeExtensionReport(fields[0], fields[1], fields[2], fields[3])),
    ];

    private byte[]? Read(UnixPath path)
    {
        if (!_found.TryGetValue(path, out SquashFsEntry? entry))
        {
            return null;
        }
        if (entry.Size > LargestFile)
        {
            scope.Note($"{path} has {entry.Size} bytes, too many for such a file");
            return null;
        }
        try
        {
            var bytes = new byte[entry.Size];
            using Stream stream = reader.OpenFile(entry);
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (AvocadoException error)
        {
            scope.Report(error);
            return null;
        }
    }

    private static bool IsImage(UnixPath path) => path.Name.EndsWith(Encoding.ASCII.GetBytes(ImageEnding));

    private static bool IsSmallFile(UnixPath path) =>
        path == RuntimeFile || path == DefaultMode || path.Parent == Modes || OsReleases.Contains(path)
        || (path.Name.StartsWith(Encoding.ASCII.GetBytes(ReleasePrefix)) && path.Name.Length > ReleasePrefix.Length
            && ExtensionReleases.Any(e => e.Folder == path.Parent));
}
