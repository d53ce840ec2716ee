using System.Collections.Immutable;
using Avocado.Files;

namespace Avocado.Images.SystemSetup;

/// <summary>
/// Commands that several packages offer under names of their own; update-alternatives links one in a script. Here the
/// first that is installed is linked, directly.
/// </summary>
public sealed class AlternativesStep : ISystemSetupStep
{
    private static readonly ImmutableArray<(UnixPath Link, ImmutableArray<string> Candidates)> Alternatives =
    [
        ("usr/bin/awk", ["gawk", "mawk", "original-awk"]),
        ("usr/bin/editor", ["vim.basic", "vim.tiny", "nano"]),
        ("usr/bin/nawk", ["gawk", "mawk", "original-awk"]),
        ("usr/bin/nc", ["nc.openbsd", "nc.traditional"]),
        ("usr/bin/pager", ["less", "more"]),
        ("usr/bin/vi", ["vim.basic", "vim.tiny"]),
        ("usr/bin/which", ["which.debianutils"]),
        ("usr/sbin/ip6tables", ["ip6tables-nft", "ip6tables-legacy"]),
        ("usr/sbin/ip6tables-restore", ["ip6tables-nft-restore", "ip6tables-legacy-restore"]),
        ("usr/sbin/ip6tables-save", ["ip6tables-nft-save", "ip6tables-legacy-save"]),
        ("usr/sbin/iptables", ["iptables-nft", "iptables-legacy"]),
        ("usr/sbin/iptables-restore", ["iptables-nft-restore", "iptables-legacy-restore"]),
        ("usr/sbin/iptables-save", ["iptables-nft-save", "iptables-legacy-save"]),
    ];

    /// <inheritdoc/>
    public string Name => "alternatives";

    /// <inheritdoc/>
    public void Apply(SystemSetupContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        AddTo(context.Tree, Name);
    }

    /// <summary>Links what a tree has and does not offer yet; extensions with packages use it too.</summary>
    public static void AddTo(FileTreeBuilder tree, string step)
    {
        ArgumentNullException.ThrowIfNull(tree);
        foreach ((UnixPath link, ImmutableArray<string> candidates) in Alternatives)
        {
            string? found = candidates.FirstOrDefault(c => tree.Contains(link.Parent / UnixPath.Parse(c)));
            if (found is not null && !tree.Contains(link))
            {
                tree.Add(Entry.SymbolicLink(link, found, Origin.Generated(step, "the first that is installed")));
            }
        }
    }
}
