using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Images.Composition;

/// <summary>Lays packages into a tree: the result does not depend on the order they are given in.</summary>
public static class PackageComposer
{
    /// <summary>The package that has the top folders' links; it goes first, as when a system is bootstrapped.</summary>
    private const string FirstPackage = "base-files";

    /// <summary>Adds packages to a tree.</summary>
    /// <exception cref="AvocadoException">
    /// AVO0102: two packages have different files at one path and neither replaces the other.
    /// </exception>
    public static void AddTo(FileTreeBuilder tree, IEnumerable<ComposedPackage> packages, TrimRules trim)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(packages);
        ArgumentNullException.ThrowIfNull(trim);
        ComposedPackage[] ordered =
            [.. packages.OrderBy(p => p.Name != FirstPackage).ThenBy(p => p.Name, StringComparer.Ordinal)];
        Dictionary<string, ComposedPackage> byName = ordered.ToDictionary(p => p.Name, StringComparer.Ordinal);
        foreach (ComposedPackage package in ordered)
        {
            foreach (Entry entry in package.Entries.Select(UsrMerge.Map))
            {
                if (!trim.Removes(entry.Path))
                {
                    Add(tree, package, entry, byName);
                }
            }
        }
    }

    private static void Add(
        FileTreeBuilder tree, ComposedPackage package, Entry entry, Dictionary<string, ComposedPackage> byName)
    {
        Entry? there = tree.Find(entry.Path);
        bool bothFolders = there?.Kind == EntryKind.Directory && entry.Kind == EntryKind.Directory;
        if (there is { Origin.Kind: OriginKind.Package } && !bothFolders)
        {
            string other = there.Origin.Name;
            bool replacesOther = package.Replaces.Contains(other);
            bool isReplaced = byName.TryGetValue(other, out ComposedPackage? owner)
                && owner.Replaces.Contains(package.Name);
            if (replacesOther && !isReplaced)
            {
                tree.Replace(entry with { Origin = Replacing(entry.Origin, other) });
                return;
            }
            if (isReplaced && !replacesOther)
            {
                // The owner was added first; the chain says the same as if it had come second.
                tree.Remove(there.Path);
                tree.Add(there with
                {
                    Origin = Replacing(there.Origin, package.Name) with
                    {
                        Replaced = there.Origin.Replaced ?? entry.Origin,
                    },
                });
                return;
            }
        }
        tree.Add(entry);
    }

    private static Origin Replacing(Origin origin, string other) =>
        origin with { Reason = $"replaces files of {other}" };
}
