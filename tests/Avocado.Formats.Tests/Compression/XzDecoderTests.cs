using Avocado.Formats.Compression.Xz;
using Avocado.Testing;

namespace Avocado.Formats.Tests.Compression;

public class XzDecoderTests
{
    public static TheoryData<string> SampleNames => [.. Samples.All.Keys];

    public static TheoryData<string> FilterChains =>
    [
        "--x86 --lzma2=preset=6",
        "--x86=start=4096 --lzma2=preset=1",
        "--arm --lzma2=preset=6",
        "--armthumb --lzma2=preset=6",
        "--arm64 --lzma2=preset=6",
        "--arm64=start=65536 --lzma2=preset=6",
        "--powerpc --lzma2=preset=6",
        "--ia64 --lzma2=preset=6",
        "--sparc --lzma2=preset=6",
        "--delta=dist=1 --lzma2=preset=6",
        "--delta=dist=4 --lzma2=preset=6",
        "--delta=dist=256 --lzma2=preset=6",
        "--x86 --delta=dist=3 --lzma2=preset=6",
        "--delta=dist=2 --arm --x86 --lzma2=preset=6",
        "--lzma2=preset=6,lc=0,lp=0,pb=0",
        "--lzma2=preset=6,lc=4,lp=0,pb=4",
        "--lzma2=preset=6,lc=0,lp=4,pb=4",
        "--lzma2=preset=6,lc=1,lp=3,pb=1",
        "--lzma2=preset=6,dict=4KiB",
        "--lzma2=preset=6,dict=6KiB,nice=273",
        "--lzma2=preset=9e,dict=96KiB",
    ];

    [ToolTheory("xz")]
    [MemberData(nameof(SampleNames))]
    public void Every_preset_and_check_of_xz_is_read(string name)
    {
        byte[] content = Samples.All[name];
        string[] checks = ["none", "crc32", "crc64", "sha256"];
        // The high presets differ in the dictionary, which only one sample needs to show.
        foreach (int preset in name == "mixed" ? Enumerable.Range(0, 10) : [0, 1, 3, 6])
        {
            byte[] file = XzTool.Compress(content, $"-{preset}", $"--check={checks[preset % checks.Length]}");
            Assert.Equal(content, XzDecoder.Decompress(file, content.Length));
        }
    }

    [ToolTheory("xz")]
    [MemberData(nameof(FilterChains))]
    public void Every_filter_and_every_LZMA2_property_of_xz_is_read(string options)
    {
        byte[] content = [.. Samples.Branches(170_001), .. Samples.Text(40_000), .. Samples.Branches(77_777, 6)];
        byte[] file = XzTool.Compress(content, options.Split(' '));
        Assert.Equal(content, XzDecoder.Decompress(file, content.Length));
    }

    [ToolTheory("xz")]
    [InlineData("--x86")]
    [InlineData("--ia64")]
    [InlineData("--arm64")]
    public void Inputs_shorter_than_an_instruction_pass_a_branch_filter_unchanged(string filter)
    {
        for (int size = 0; size < 40; size++)
        {
            byte[] content = Samples.Branches(100_000, size)[^size..];
            Assert.Equal(content, XzDecoder.Decompress(XzTool.Compress(content, filter, "--lzma2"), size));
        }
    }

    [ToolFact("xz")]
    public void Data_larger_than_the_dictionary_is_read()
    {
        byte[] content = [.. Samples.Text(900_000), .. Samples.Random(100_000), .. Samples.Text(900_000)];
        foreach (string dictionary in (string[])["4KiB", "64KiB", "768KiB", "1MiB", "64MiB"])
        {
            byte[] file = XzTool.Compress(content, $"--lzma2=preset=3,dict={dictionary}");
            Assert.Equal(content, XzDecoder.Decompress(file, content.Length));
        }
    }

    [ToolFact("xz")]
    public void Many_blocks_many_streams_and_stream_padding_are_read()
    {
        byte[] text = Samples.Text(200_000);
        byte[] blocks = XzTool.Compress(text, "--block-size=10000", "--check=sha256");
        byte[] threaded = XzTool.Compress(text, "-T2", "--block-size=50000");
        byte[] empty = XzTool.Compress([], "--check=none");
        byte[] file = [.. blocks, .. threaded, 0, 0, 0, 0, .. empty, .. empty, 0, 0, 0, 0, 0, 0, 0, 0];
        Assert.Equal([.. text, .. text], XzDecoder.Decompress(file, 2 * text.Length));
    }

    [ToolFact("xz")]
    public void The_window_is_made_once_where_the_block_tells_its_size()
    {
        byte[] content = Samples.Text(3 << 20);
        // Only blocks that several threads might make tell their size.
        byte[] file = XzTool.Compress(content, "-T2", "--block-size=8MiB");
        long before = GC.GetAllocatedBytesForCurrentThread();
        using (var decoder = new XzDecoderStream(new MemoryStream(file)))
        {
            decoder.CopyTo(Stream.Null);
            Assert.Equal(content.Length, decoder.Position);
        }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, content.Length + (1 << 19));
    }

    [ToolFact("xz")]
    public void Files_that_are_read_in_turn_do_not_see_each_others_bytes()
    {
        byte[][] contents =
            [Samples.Text(700_000), Samples.Random(300_000), Samples.Branches(500_000), Samples.Text(16)];
        byte[][] files = [.. contents.SelectMany(c => (byte[][])[XzTool.Compress(c), XzTool.Compress(c, "-T2")])];
        Parallel.For(0, 40, i =>
        {
            byte[] content = contents[i % files.Length / 2];
            Assert.Equal(content, XzDecoder.Decompress(files[i % files.Length], content.Length));
        });
    }

    [ToolFact("xz")]
    public void A_trickling_source_and_readers_of_any_size_get_the_same_bytes()
    {
        byte[] content = Samples.All["mixed"];
        byte[] file = XzTool.Compress(content, "--x86", "--delta=dist=2", "--lzma2=preset=1", "--block-size=30000");
        var random = new Random(7);
        using var decoder = new XzDecoderStream(new TrickleStream(file));
        using var output = new MemoryStream();
        var buffer = new byte[5000];
        while (decoder.Read(buffer, 0, random.Next(1, buffer.Length)) is var count and > 0)
        {
            output.Write(buffer, 0, count);
        }
        Assert.Equal(content, output.ToArray());
        Assert.Equal(content.Length, decoder.Position);
        Assert.Equal(-1, decoder.ReadByte());
    }

    [ToolFact("xz")]
    public void The_source_is_closed_unless_it_shall_stay_open()
    {
        byte[] file = XzTool.Compress([1, 2, 3]);
        using var kept = new MemoryStream(file);
        new XzDecoderStream(kept, leaveOpen: true).Dispose();
        Assert.True(kept.CanRead);
        new XzDecoderStream(kept).Dispose();
        Assert.False(kept.CanRead);
    }
}
