using System.Collections.Immutable;
using System.Text;
using Avocado.Files.Diagnostics;

namespace Avocado.Packages.Debian.Apt;

/// <summary>What a host's apt knows: archives, and whether expired release files are accepted.</summary>
/// <param name="Sources">The archives, in the order apt reads them.</param>
/// <param name="CheckValidUntil">
/// False when the host accepts expired release files (private mirrors often need that).
/// </param>
public sealed record AptConfiguration(ImmutableArray<AptSource> Sources, bool CheckValidUntil)
{
    /// <summary>apt.conf(5): where apt itself finds Debian as it was at a time.</summary>
    private const string SnapshotKey = "Acquire::Snapshots::URI::Origin::Debian";

    /// <summary>What follows a snapshot service's base in <see cref="SnapshotKey"/>.</summary>
    private const string SnapshotPath = "/archive/debian/@SNAPSHOTID@";

    /// <summary>Where Debian hosts keep it.</summary>
    public const string DefaultFolder = "/etc/apt";

    private const string MirrorListScheme = "mirror+file";

    /// <summary>Base address of the snapshot service that the host's apt.conf names; null when it names none.</summary>
    public Uri? Snapshots { get; init; }

    /// <summary>A host without apt.</summary>
    public static AptConfiguration None { get; } = new([], true);

    /// <summary>
    /// A host with one mirror, for users who set one: security updates lie beside it under its name with "-security",
    /// as on Debian's own mirrors. A mirror without a path has nothing beside it.
    /// </summary>
    public static AptConfiguration Of(Uri mirror)
    {
        ArgumentNullException.ThrowIfNull(mirror);
        var main = new AptSource(mirror, ["stable"], null);
        if (mirror.AbsolutePath.Trim('/').Length == 0)
        {
            return new AptConfiguration([main], true);
        }
        var security = new Uri(mirror.AbsoluteUri.TrimEnd('/') + "-security");
        return new AptConfiguration([main, new AptSource(security, ["stable-security"], null)], true);
    }

    /// <summary>
    /// Whether an archive's expired release files are refused: what its entry says, else what apt.conf says.
    /// </summary>
    public bool ChecksValidUntil(Uri archive) =>
        Sources.Where(s => s.Uri == archive).Select(s => s.CheckValidUntil).FirstOrDefault(c => c is not null)
        ?? CheckValidUntil;

    /// <summary>Reads a configuration folder; a folder that is not there has no archives.</summary>
    /// <exception cref="AvocadoException">AVO0320: a file cannot be read or does not follow its format.</exception>
    public static AptConfiguration Load(string folder = DefaultFolder)
    {
        ImmutableArray<AptSource>.Builder sources = ImmutableArray.CreateBuilder<AptSource>();
        foreach (string file in Files(folder, "sources.list", "sources.list.d", [".list", ".sources"]))
        {
            sources.AddRange(Read(file, bytes => (file.EndsWith(".sources", StringComparison.Ordinal)
                ? AptSourcesReader.ReadDeb822(bytes)
                : AptSourcesReader.ReadList(Encoding.UTF8.GetString(bytes))).SelectMany(ExpandMirrorList).ToArray()));
        }
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string file in Files(folder, "apt.conf", "apt.conf.d", ["", ".conf"]))
        {
            Read(file, bytes =>
            {
                AptConfReader.Read(Encoding.UTF8.GetString(bytes), values);
                return true;
            });
        }
        bool check = !values.TryGetValue("Acquire::Check-Valid-Until", out string? value)
            || AptSourcesReader.Boolean(value) != false;
        return new AptConfiguration(sources.ToImmutable(), check) { Snapshots = SnapshotBase(values) };
    }

    private static Uri? SnapshotBase(Dictionary<string, string> values) =>
        values.TryGetValue(SnapshotKey, out string? address)
        && address.IndexOf(SnapshotPath, StringComparison.Ordinal) is var end and > 0
        && Uri.TryCreate(address[..(end + 1)], UriKind.Absolute, out Uri? uri)
            ? uri
            : null;

    /// <summary>The single file, then those of the folder in byte order, as apt takes them.</summary>
    private static IEnumerable<string> Files(string folder, string file, string subfolder, string[] extensions)
    {
        string single = Path.Combine(folder, file);
        string many = Path.Combine(folder, subfolder);
        IEnumerable<string> all = Directory.Exists(many)
            ? Directory.EnumerateFiles(many).Where(f => extensions.Contains(Path.GetExtension(f)))
                .Order(StringComparer.Ordinal)
            : [];
        return File.Exists(single) ? all.Prepend(single) : all;
    }

    private static T Read<T>(string file, Func<byte[], T> read)
    {
        try
        {
            return read(File.ReadAllBytes(file));
        }
        catch (DamagedFormatException error)
        {
            throw Codes.BadAptConfiguration.Error(file, error.Message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Codes.BadAptConfiguration.Error(file, error.Message);
        }
    }

    /// <summary>apt-transport-mirror(1): a local file that lists mirrors, as cloud images have it.</summary>
    private static IEnumerable<AptSource> ExpandMirrorList(AptSource source)
    {
        if (source.Uri.Scheme != MirrorListScheme)
        {
            return [source];
        }
        return File.ReadLines(source.Uri.AbsolutePath)
            .Select(line => line.Split(['\t', ' ', '#'], 2)[0])
            .Where(line => line.Length > 0)
            .Select(line => Uri.TryCreate(line, UriKind.Absolute, out Uri? uri) ? uri : null)
            .OfType<Uri>()
            .Select(uri => source with { Uri = uri });
    }
}
