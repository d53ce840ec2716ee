using Avocado.Files;

namespace Avocado.Formats.Tests.SquashFs;

/// <summary>Trees, and what a later release makes of them.</summary>
internal static class TreeChanges
{
    /// <summary>A later release of a tree: files change, come, go, turn into others.</summary>
    public static FileTree Changed(FileTree tree, int seed)
    {
        var random = new Random(seed);
        var builder = new FileTreeBuilder();
        foreach (Entry entry in tree.Entries)
        {
            int choice = entry.Path.IsRoot || entry.LinkGroup is not null ? 99 : random.Next(20);
            bool isFile = entry.Kind == EntryKind.File;
            if (choice == 0 && entry.Kind != EntryKind.Directory)
            {
                continue;
            }
            builder.Add((choice, isFile) switch
            {
                (1, true) => entry with { Content = SampleTree.Noise(random.Next(), random.Next(1, 150_000)) },
                (2, true) => entry with { Content = SampleTree.Text(random.Next(1, 150_000)) },
                (3, true) => entry with { Mode = UnixMode.Octal(600), Uid = (uint)random.Next(9) },
                (4, true) => Entry.SymbolicLink(entry.Path, "was a file", SampleTree.Origin),
                _ => entry,
            });
        }
        for (int i = 0; i < 12; i++)
        {
            UnixPath path = UnixPath.Parse($"new/{seed}/{i}");
            builder.Add(Entry.File(path, SampleTree.Text(random.Next(40_000)), SampleTree.Origin));
        }
        return builder.Build();
    }

    /// <summary>Small files in ten folders.</summary>
    public static FileTree ManyFiles(int count)
    {
        var builder = new FileTreeBuilder();
        for (int i = 0; i < count; i++)
        {
            builder.Add(Entry.File($"d{i % 10}/f{i:D4}", SampleTree.Noise(i, 50 + (i * 7919 % 2500)), SampleTree.Origin));
        }
        return builder.Build();
    }

    /// <summary>A tree without some paths.</summary>
    public static FileTree Without(FileTree tree, params string[] paths)
    {
        var builder = new FileTreeBuilder();
        foreach (Entry entry in tree.Entries.Where(entry => !paths.Contains(entry.Path.ToString().TrimStart('/'))))
        {
            builder.Add(entry);
        }
        return builder.Build();
    }

    /// <summary>A tree with other entries at their paths.</summary>
    public static FileTree With(FileTree tree, params Entry[] entries)
    {
        var builder = new FileTreeBuilder();
        foreach (Entry entry in tree.Entries.Where(entry => entries.All(e => e.Path != entry.Path)).Concat(entries))
        {
            builder.Add(entry);
        }
        return builder.Build();
    }
}
