using Avocado.Files;
using Avocado.Formats.SquashFs;

namespace Avocado.Formats.Tests.SquashFs;

/// <summary>The bytes depend on the tree and the options alone.</summary>
public sealed class SquashFsReproducibilityTests
{
    [Theory]
    [InlineData(4 << 10)]
    [InlineData(128 << 10)]
    public void Any_number_of_threads_writes_the_same_bytes(int blockSize)
    {
        FileTree tree = SampleTree.Everything();
        SquashFsOptions options = Images.Options with { BlockSize = blockSize, TailPacking = true };
        byte[] one = Images.Write(tree, options with { Threads = 1 });
        Assert.Equal(one, Images.Write(tree, options with { Threads = 2 }));
        Assert.Equal(one, Images.Write(tree, options with { Threads = 7 }));
    }

    [Fact]
    public void Where_contents_are_held_does_not_reach_the_bytes()
    {
        FileTree tree = SampleTree.Everything();
        var builder = new FileTreeBuilder();
        foreach (Entry entry in tree.Entries.Reverse())
        {
            // Streams without known digests, as host files and readers give them.
            builder.Add(entry.Kind == EntryKind.File && entry.Content.Size > 0
                ? entry with { Content = new DelegatedContent(entry.Content.Size, null, entry.Content.Open) }
                : entry);
        }
        Assert.Equal(Images.Write(tree), Images.Write(builder.Build()));
    }

    [Fact]
    public void No_time_later_than_the_source_date_is_written()
    {
        SquashFsReader reader = Images.Open(Images.Write(SampleTree.Everything()));
        Assert.Equal((uint)SampleTree.SourceDate, reader.Header.ModificationTime);
        Assert.All(reader.ReadEntries(), e => Assert.InRange(e.ModificationTime, 0, SampleTree.SourceDate));
    }
}
