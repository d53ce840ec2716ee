using System.Collections.Immutable;
using Avocado.Files;
using Avocado.Images.Composition;

namespace Avocado.Images.SystemSetup;

/// <summary>Links and folders that exist on every running system and that no package ships.</summary>
public sealed class LinksAndFoldersStep : ISystemSetupStep
{
    private const ushort OwnerOnly = 0x1C0; // 0700
    private const ushort Sticky = 0x3FF; // 1777

    private static readonly ImmutableArray<(UnixPath Path, ushort Mode)> Folders =
    [
        ("boot", UnixMode.Executable),
        ("dev", UnixMode.Executable),
        ("efi", UnixMode.Executable),
        ("etc/opt", UnixMode.Executable),
        ("home", UnixMode.Executable),
        ("media", UnixMode.Executable),
        ("mnt", UnixMode.Executable),
        ("opt", UnixMode.Executable),
        ("proc", UnixMode.Executable),
        ("root", OwnerOnly),
        ("run", UnixMode.Executable),
        ("srv", UnixMode.Executable),
        ("sys", UnixMode.Executable),
        ("tmp", Sticky),
        ("var", UnixMode.Executable),
        ("var/tmp", Sticky),
    ];

    /// <summary>Links, and the file that must be there for the link to make sense.</summary>
    private static readonly ImmutableArray<(UnixPath Path, string Target, string? Needs)> Links =
    [
        ("etc/mtab", "../proc/self/mounts", null),
        ("etc/resolv.conf", "../run/systemd/resolve/stub-resolv.conf", "usr/lib/systemd/systemd-resolved"),
        ("var/lock", "/run/lock", null),
        ("var/run", "/run", null),
    ];

    /// <inheritdoc/>
    public string Name => "links and folders";

    /// <inheritdoc/>
    public void Apply(SystemSetupContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Origin origin = Origin.Generated(Name, "every system has it");
        foreach (UnixPath link in UsrMerge.Links)
        {
            if (context.Tree.Find(link) is null && HasAny(context.Tree, UsrMerge.TargetOf(link)))
            {
                context.Tree.Add(Entry.SymbolicLink(link, UsrMerge.TargetOf(link).ToString()[1..], origin));
            }
        }
        foreach ((UnixPath path, ushort mode) in Folders)
        {
            context.ProvideFolder(path, origin, mode);
        }
        foreach ((UnixPath path, string target, string? needs) in Links)
        {
            if (needs is null || context.Tree.Contains(needs))
            {
                context.Provide(Entry.SymbolicLink(path, target, origin));
            }
        }
    }

    private static bool HasAny(FileTreeBuilder tree, UnixPath folder) =>
        tree.Unordered.Any(e => e.Path.IsIn(folder));
}
