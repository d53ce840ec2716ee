using Avocado.Files;
using Avocado.Formats.SquashFs;

namespace Avocado.Formats.Tests.SquashFs;

/// <summary>The kernel mounts what we write.</summary>
public sealed class SquashFsKernelTests
{
    [KernelFact]
    public void The_kernel_shows_every_entry_as_it_was()
    {
        foreach (object[] layout in SquashFsRoundTripTests.Layouts)
        {
            FileTree tree = SampleTree.Everything();
            using var mount = new KernelMount(Images.Write(tree, Images.Options with
            {
                BlockSize = (int)layout[0],
                Fragments = (bool)layout[1],
                TailPacking = (bool)layout[2],
            }));
            Assert.Equal(Images.Describe(tree), HostFolder.Describe(mount.Path));
        }
    }

    [KernelFact]
    public void The_kernel_finds_every_name_of_a_large_folder()
    {
        var builder = new FileTreeBuilder();
        for (int i = 0; i < 5000; i++)
        {
            builder.Add(Entry.File($"large/{i:D5}", SampleTree.Text(i % 50), SampleTree.Origin));
        }
        for (int i = 0; i < 300; i++)
        {
            builder.Add(Entry.File($"long/{i:D5}{new string('x', 250)}", SampleTree.Text(i % 50), SampleTree.Origin));
        }
        FileTree tree = builder.Build();
        byte[] image = Images.Write(tree);
        SquashFsReader reader = Images.Open(image);
        // Both forms are there: with an index into the listing and without.
        Assert.InRange(reader.Find("long")!.Directory.IndexCount, 8, 12);
        Assert.Equal(0, reader.Root.Directory.IndexCount);
        using var mount = new KernelMount(image);
        // Each is a lookup by name, which goes through the index.
        Assert.All(tree.Entries.Where(e => e.Kind == EntryKind.File),
            e => Assert.Equal(e.Content.Size, new FileInfo(mount.Path + e.Path).Length));
        Assert.False(File.Exists(mount.Path + "/large/05000"));
        Assert.False(File.Exists(mount.Path + "/large/0250"));
        Assert.Equal(5300, Directory.EnumerateFiles(mount.Path, "*", SearchOption.AllDirectories).Count());
    }

    [KernelFact]
    public void The_kernel_reads_at_any_place_of_a_sparse_file_beyond_4_GiB()
    {
        const long Size = (5L << 30) + 123;
        long[] marks = [0, 1L << 31, (1L << 32) + 5, Size - 1];
        var builder = new FileTreeBuilder();
        var content = new DelegatedContent(Size, null, () => new MarkedStream(Size, 0, marks));
        builder.Add(Entry.File("sparse", content, SampleTree.Origin));
        byte[] image = Images.Write(builder.Build(), Images.Options with { BlockSize = 1 << 20 });
        Assert.InRange(image.Length, 4096, 64 << 10);

        using var mount = new KernelMount(image);
        using FileStream file = File.OpenRead(mount.Path + "/sparse");
        Assert.Equal(Size, file.Length);
        foreach (long mark in marks)
        {
            file.Position = mark;
            Assert.Equal(MarkedStream.Mark, file.ReadByte());
        }
        file.Position = (1L << 32) + 4;
        Assert.Equal(0, file.ReadByte());
    }

    [KernelFact]
    public void The_kernel_mounts_an_image_of_nothing()
    {
        using var mount = new KernelMount(Images.Write(new FileTreeBuilder().Build()));
        Assert.Empty(Directory.EnumerateFileSystemEntries(mount.Path));
    }
}
