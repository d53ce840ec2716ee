using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.SquashFs;

namespace Avocado.Formats.Tests.SquashFs;

/// <summary>What the writer promises beyond a right image.</summary>
public sealed class SquashFsWriterTests
{
    [Fact]
    public void Files_of_equal_bytes_are_stored_once()
    {
        FileTree tree = Tree(
            Entry.File("a", SampleTree.Noise(1, 300_000), SampleTree.Origin),
            Entry.File("b", Unknown(SampleTree.Noise(1, 300_000)), SampleTree.Origin),
            Entry.File("c", SampleTree.Noise(2, 300_000), SampleTree.Origin));
        byte[] image = Images.Write(tree, null, out SquashFsResult result);
        Assert.InRange(image.Length, 600_000, 620_000);
        Assert.Equal(result.Files[0] with { Path = "b" }, result.Files[1]);
        Assert.NotEqual(result.Files[0].Start, result.Files[2].Start);
        Assert.Equal(900_000, result.UncompressedBytes);
    }

    [Fact]
    public void A_name_that_differs_from_its_hard_links_is_a_file_of_its_own()
    {
        Entry file = Entry.File("a", SampleTree.Text(10), SampleTree.Origin) with { LinkGroup = new LinkGroup("t", 1) };
        SquashFsReader reader = Images.Open(Images.Write(Tree(
            file, file with { Path = "b" }, file with { Path = "c", Mode = UnixMode.Executable },
            file with { Path = "d", Content = SampleTree.Noise(1, 10) }, file with { Path = "e" })));
        Assert.Equal([3u, 3u, 1u, 1u, 3u], reader.ReadEntries().Skip(1).Select(e => e.Links));
        Assert.Equal(UnixMode.Executable, reader.Find("c")!.Mode);
        Assert.Equal(SampleTree.Noise(1, 10).Digest, Sha256Digest.Of(reader.OpenFile(reader.Find("d")!)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_result_says_where_every_file_went(bool tails)
    {
        FileTree tree = SampleTree.Everything();
        SquashFsOptions options = Images.Options with { Codec = new StoringCodec(), TailPacking = tails };
        byte[] image = Images.Write(tree, options, out SquashFsResult result);
        Assert.Equal(tree.Entries.Where(e => e.Kind == EntryKind.File).Select(e => e.Path),
            result.Files.Select(f => f.Path));
        Assert.Equal(tree.ContentSize, result.UncompressedBytes);
        Assert.Equal(image.Length, result.Length);
        foreach (SquashFsExtent extent in result.Files)
        {
            byte[] content = tree.Find(extent.Path)!.Content.ReadAll();
            List<byte> stored = [.. image.AsSpan((int)extent.Start, (int)extent.StoredLength)];
            if (extent.Fragment >= 0)
            {
                SquashFsFragment fragment = result.Fragments[extent.Fragment];
                stored.AddRange(image.AsSpan((int)fragment.Start, fragment.StoredLength)
                    .Slice(extent.FragmentOffset, content.Length % options.BlockSize));
            }
            Assert.True(WithoutHoles(content, tails).SequenceEqual(stored), extent.Path.ToString());
        }
    }

    [Fact]
    public void A_file_is_opened_once_when_its_digest_is_known_or_its_size_is_its_own()
    {
        int opened = 0;
        Content Counted(Content content, bool known) => new DelegatedContent(
            content.Size, known ? content.Digest : null, () => { opened++; return content.Open(); });
        Images.Write(Tree(
            Entry.File("a", Counted(SampleTree.Text(300_000), true), SampleTree.Origin),
            Entry.File("b", Counted(SampleTree.Noise(1, 300_000), true), SampleTree.Origin),
            Entry.File("c", Counted(SampleTree.Text(300_001), false), SampleTree.Origin),
            Entry.File("d", Counted(SampleTree.Text(300_000), true), SampleTree.Origin)),
            Images.Options with { Threads = 1 });
        Assert.Equal(3, opened);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void A_small_file_is_opened_once_whatever_is_known_of_it(int threads)
    {
        int opened = 0;
        Content Counted(Content content, bool known) => new DelegatedContent(
            content.Size, known ? content.Digest : null,
            () => { Interlocked.Increment(ref opened); return content.Open(); });
        // One size, ten contents, each ten times; of every other one the digest is known.
        Entry[] entries = [.. Enumerable.Range(0, 100).Select(i =>
            Entry.File($"f{i:D3}", Counted(SampleTree.Noise(i % 10, 3000), i % 2 == 0), SampleTree.Origin))];
        byte[] image = Images.Write(Tree(entries), Images.Options with { Threads = threads }, out SquashFsResult result);
        // Five of the contents are known: of those only the first file is opened at all.
        Assert.Equal(55, opened);
        Assert.Equal(10, result.Files.Select(f => f.FragmentOffset).Distinct().Count());
        Assert.Equal(entries.Select(e => e.Content.ComputeDigest()),
            Images.Open(image).ToTree(SampleTree.Origin).Entries.Where(e => e.Kind == EntryKind.File)
                .Select(e => e.Content.ComputeDigest()));
    }

    [Fact]
    public void A_slow_output_holds_the_readers_back()
    {
        const int Blocks = 200;
        var options = Images.Options with { BlockSize = 4 << 10, Threads = 2, Codec = new StoringCodec() };
        using var source = new CountingStream(SampleTree.Noise(1, Blocks * options.BlockSize).Open());
        using var output = new SlowStream(source);
        var content = new DelegatedContent(source.Length, null, () => source);
        SquashFsWriter.Write(Tree(Entry.File("f", content, SampleTree.Origin)), output, options);
        Assert.InRange(output.MostAhead, 1, 20 * options.BlockSize);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void The_first_file_that_shrank_is_named_and_no_image_is_left(int threads)
    {
        List<Entry> entries = [.. Enumerable.Range(0, 300)
            .Select(i => Entry.File($"f{i:D3}", SampleTree.Noise(i, 3000 + (i * 10)), SampleTree.Origin))];
        foreach (int i in (int[])[40, 41, 200])
        {
            Content content = entries[i].Content;
            entries[i] = entries[i] with
            {
                Content = new DelegatedContent(content.Size, null,
                    () => new SliceStream(content.Open(), content.Size - 1)),
            };
        }
        using var output = new MemoryStream();
        AvocadoException error = Assert.Throws<AvocadoException>(() => SquashFsWriter.Write(
            Tree([.. entries]), output, Images.Options with { Threads = threads, BlockSize = 4096 }));
        Assert.Equal(Codes.InputChanged, error.Code);
        Assert.Contains("/f040", error.Message, StringComparison.Ordinal);
        Assert.Throws<DamagedFormatException>(() => Images.Open(output.ToArray()));
    }

    [Fact]
    public void Progress_ends_with_all_bytes_and_cancellation_ends_the_work()
    {
        FileTree tree = SampleTree.Everything();
        using var stop = new CancellationTokenSource();
        List<SquashFsProgress> seen = [];
        SquashFsWriter.Write(tree, new MemoryStream(), Images.Options, new Listener(seen.Add));
        Assert.Equal(seen[^1].Total, seen[^1].Done);
        Assert.True(seen.Count > 3);
        Assert.Throws<OperationCanceledException>(() => SquashFsWriter.Write(
            tree, new MemoryStream(), Images.Options, new Listener(_ => stop.Cancel()), stop.Token));
    }

    [Fact]
    public void What_the_format_cannot_hold_is_refused_by_name()
    {
        Entry file = Entry.File("f", SampleTree.Text(1), SampleTree.Origin);
        Refuse(file with { Attributes = [new ExtendedAttribute("system.posix_acl_access", new byte[4])] });
        Refuse(file with { Attributes = [new ExtendedAttribute("user.long", new byte[65537])] });
        Refuse(Entry.SymbolicLink("f", new string('t', 4096), SampleTree.Origin));
        static void Refuse(Entry entry)
        {
            AvocadoException error = Assert.Throws<AvocadoException>(() => Images.Write(Tree(entry)));
            Assert.Equal(Codes.FormatLimit, error.Code);
            Assert.Contains("/f", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void More_owners_than_the_format_counts_are_refused()
    {
        FileTree Owned(uint owners) => Tree([.. Enumerable.Range(1, (int)owners - 1).Select(i =>
            new Entry { Path = $"f{i}", Kind = EntryKind.Fifo, Mode = 0, Uid = (uint)i, Origin = SampleTree.Origin })]);
        Assert.Equal(65535, Images.Open(Images.Write(Owned(65535))).Header.IdCount);
        AvocadoException error = Assert.Throws<AvocadoException>(() => Images.Write(Owned(65536)));
        Assert.Equal(Codes.FormatLimit, error.Code);
    }

    [Fact]
    public void Options_that_no_kernel_mounts_are_refused()
    {
        Assert.ThrowsAny<ArgumentException>(() => Images.Options with { BlockSize = 2048 });
        Assert.ThrowsAny<ArgumentException>(() => Images.Options with { BlockSize = 2 << 20 });
        Assert.ThrowsAny<ArgumentException>(() => Images.Options with { BlockSize = 5000 });
        AvocadoException error = Assert.Throws<AvocadoException>(
            () => Images.Write(Tree(), Images.Options with { Codec = new StoringCodec("brotli") }));
        Assert.Equal(Codes.UnsupportedFormat, error.Code);
    }

    private static FileTree Tree(params Entry[] entries)
    {
        var builder = new FileTreeBuilder();
        Array.ForEach(entries, builder.Add);
        return builder.Build();
    }

    private static DelegatedContent Unknown(Content content) => new(content.Size, null, content.Open);

    /// <summary>The content without its blocks of zeros; what goes to a fragment stays, as it is no block.</summary>
    private static IEnumerable<byte> WithoutHoles(byte[] content, bool tails)
    {
        int blockSize = Images.Options.BlockSize;
        return content.Chunk(blockSize)
            .Where(b => b.Any(v => v != 0) || (b.Length < blockSize && (tails || content.Length < blockSize)))
            .SelectMany(b => b);
    }

    private sealed class Listener(Action<SquashFsProgress> action) : IProgress<SquashFsProgress>
    {
        public void Report(SquashFsProgress value) => action(value);
    }

    private sealed class CountingStream(Stream source) : MemoryStream
    {
        private long _read;

        public long BytesRead => Interlocked.Read(ref _read);

        public override long Length => source.Length;

        public override int Read(Span<byte> buffer)
        {
            int count = source.Read(buffer);
            Interlocked.Add(ref _read, count);
            return count;
        }
    }

    private sealed class SlowStream(CountingStream source) : MemoryStream
    {
        public long MostAhead { get; private set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (Position is > 0 and < 20_000)
            {
                Thread.Sleep(50);
            }
            base.Write(buffer);
            // The superblock is written twice, the second time when all was read.
            MostAhead = Position > SquashFsHeader.Size ? Math.Max(MostAhead, source.BytesRead - Position) : MostAhead;
        }
    }
}
