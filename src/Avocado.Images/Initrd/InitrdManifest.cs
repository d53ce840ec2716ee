using System.Collections.Immutable;
using System.Text;
using Avocado.Files;

namespace Avocado.Images.Initrd;

/// <summary>
/// What an initrd is made of, by name. <see cref="DefaultInitrd.Manifest"/> is the start; boards and boot flows
/// add to it.
/// </summary>
public sealed record InitrdManifest
{
    /// <summary>Programs, by path; the libraries they need come along.</summary>
    public ImmutableArray<InitrdItem> Binaries { get; init; } = [];

    /// <summary>
    /// Features of dlopen notes whose libraries come along: what systemd calls "kmod", "cryptsetup", "tpm".
    /// Libraries that a note calls required always do.
    /// </summary>
    public ImmutableArray<string> DlopenFeatures { get; init; } = [];

    /// <summary>Units of usr/lib/systemd/system, by name.</summary>
    public ImmutableArray<InitrdItem> Units { get; init; } = [];

    /// <summary>What targets pull in.</summary>
    public ImmutableArray<UnitWant> Wants { get; init; } = [];

    /// <summary>Rules of usr/lib/udev/rules.d, by file name.</summary>
    public ImmutableArray<InitrdItem> UdevRules { get; init; } = [];

    /// <summary>Links that the initrd has of its own.</summary>
    public ImmutableArray<InitrdLink> Links { get; init; } = [];

    /// <summary>Files of the root file system that are copied, by path.</summary>
    public ImmutableArray<InitrdItem> Files { get; init; } = [];

    /// <summary>Kernel modules, by name; what they need comes along.</summary>
    public ImmutableArray<InitrdItem> Modules { get; init; } = [];

    /// <summary>Modules that are loaded before udev is asked.</summary>
    public ImmutableArray<string> ModulesToLoad { get; init; } = [];

    /// <summary>Groups that udev rules and mounts name, with the ids to use where the root has none.</summary>
    public ImmutableSortedDictionary<string, uint?> Groups { get; init; } =
        ImmutableSortedDictionary.Create<string, uint?>(StringComparer.Ordinal);

    /// <summary>Empty folders with their modes.</summary>
    public ImmutableSortedDictionary<string, ushort> Folders { get; init; } =
        ImmutableSortedDictionary.Create<string, ushort>(StringComparer.Ordinal);

    /// <summary>Entries that someone else made, such as etc/veritytab.</summary>
    public ImmutableArray<Entry> Entries { get; init; } = [];

    /// <summary>This manifest with modules of a board.</summary>
    public InitrdManifest WithModules(IEnumerable<string> names) =>
        this with { Modules = [.. Modules, .. names.Select(n => new InitrdItem(n))] };

    /// <summary>This manifest with a file.</summary>
    /// <param name="path">Where.</param>
    /// <param name="text">Its text.</param>
    /// <param name="origin">Who says so.</param>
    public InitrdManifest WithFile(UnixPath path, string text, Origin origin) =>
        this with { Entries = Entries.Add(Entry.File(path, Content.Text(text), origin)) };

    /// <summary>
    /// This manifest with devices for systemd-veritysetup-generator, which makes a systemd-veritysetup@ unit of each
    /// line (veritytab(5)).
    /// </summary>
    public InitrdManifest WithVerityTab(IEnumerable<string> lines, Origin origin) =>
        WithFile("etc/veritytab", string.Concat(lines.Select(l => l + "\n")), origin);

    /// <summary>
    /// This manifest with certificates that the main system trusts for extensions. systemd reads /run/verity.d; the
    /// folder outlives the change of roots, so that the root file system itself holds no certificate.
    /// </summary>
    /// <param name="certificates">File names without suffix, and certificates in PEM.</param>
    /// <param name="origin">Who says so.</param>
    public InitrdManifest WithTrustAnchors(IEnumerable<(string Name, string Pem)> certificates, Origin origin)
    {
        ArgumentNullException.ThrowIfNull(certificates);
        var rules = new StringBuilder("d /run/verity.d 0755 root root -\n");
        InitrdManifest result = this;
        foreach ((string name, string pem) in certificates.OrderBy(c => c.Name, StringComparer.Ordinal))
        {
            string path = $"usr/lib/verity.d/{name}.crt";
            result = result.WithFile(path, pem, origin);
            rules.Append("C /run/verity.d/").Append(name).Append(".crt 0444 root root - /").Append(path).Append('\n');
        }
        const string Unit = "systemd-tmpfiles-setup.service";
        return result.WithFile("usr/lib/tmpfiles.d/avocado-anchors.conf", rules.ToString(), origin) with
        {
            Units = Units.Add(Unit),
            Wants = Wants.Add(new UnitWant("sysinit.target", Unit)),
        };
    }
}
