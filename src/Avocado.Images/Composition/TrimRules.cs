using System.Collections.Immutable;
using Avocado.Files;

namespace Avocado.Images.Composition;

/// <summary>What a device does not need of a package.</summary>
/// <param name="Folders">Folders that are left out with everything below.</param>
/// <param name="Keep">Files and folders that stay although they are below one of those.</param>
public sealed record TrimRules(ImmutableArray<UnixPath> Folders, ImmutableArray<UnixPath> Keep)
{
    /// <summary>Documentation, translations, shell completion and what belongs to the package manager.</summary>
    public static TrimRules Default { get; } = new(
        [
            "usr/share/applications",
            "usr/share/bash-completion",
            "usr/share/bug",
            "usr/share/doc",
            "usr/share/doc-base",
            "usr/share/fish",
            "usr/share/gtk-doc",
            "usr/share/help",
            "usr/share/icons",
            "usr/share/info",
            "usr/share/lintian",
            "usr/share/locale",
            "usr/share/man",
            "usr/share/menu",
            "usr/share/pixmaps",
            "usr/share/zsh",
            "var/backups",
            "var/cache/ldconfig",
            "var/lib/dpkg",
        ],
        []);

    /// <summary>Nothing is left out.</summary>
    public static TrimRules None { get; } = new([], []);

    /// <summary>The same rules with more to keep.</summary>
    public TrimRules WithKeep(IEnumerable<UnixPath> keep) => this with { Keep = [.. Keep, .. keep] };

    /// <summary>True for a path that is left out.</summary>
    public bool Removes(UnixPath path) => Folders.Any(path.IsIn) && !Keep.Any(path.IsIn);
}
