using Avocado.Files.Diagnostics;
using Avocado.Formats.Compression.Zstandard;
using Avocado.Testing;

namespace Avocado.Formats.Tests.Compression.Zstandard;

public class ZstdDecoderTests
{
    /// <summary>Repeats near and far, of every kind of content.</summary>
    private static readonly byte[] Everything =
        [.. Samples.All.Values.SelectMany(v => v[..Math.Min(v.Length, 50_000)]), .. Samples.All["mixed"]];

    public static TheoryData<string> SampleNames => [.. Samples.All.Keys];

    public static TheoryData<string> Options =>
    [
        .. Enumerable.Range(1, 19).Select(level => $"-{level}"),
        "--ultra -20", "--ultra -22", "--fast=1", "--fast=5", "--fast=100", "-3 --long=27", "-19 --long=24",
        "-5 --no-check", "-19 --no-check", "-3 --no-content-size", "-2 --no-check --no-content-size",
        "-3 -B1K", "-9 -B4K", "-15 -B50000", "-18 --target-compressed-block-size=2000", "-1 --zstd=wlog=10",
        "-6 --zstd=wlog=14", "-19 --zstd=wlog=17,mml=3", "-4 --no-compress-literals", "-1 --compress-literals",
    ];

    [ToolTheory("zstd")]
    [MemberData(nameof(Options))]
    public void What_zstd_writes_is_read_whatever_its_options(string options)
    {
        string[] words = options.Split(' ');
        byte[] file = ZstdTool.Compress(Everything, words);
        AssertReads(Everything, file);
        AssertReads(Everything, ZstdTool.CompressStream(Everything, words));
    }

    [ToolTheory("zstd")]
    [MemberData(nameof(SampleNames))]
    public void Each_kind_of_content_is_read(string name)
    {
        byte[] content = Samples.All[name];
        foreach (string level in (string[])["-1", "-3", "-7", "-13", "-19"])
        {
            AssertReads(content, ZstdTool.Compress(content, level));
            AssertReads(content, ZstdTool.CompressStream(content, level));
        }
    }

    [ToolFact("zstd")]
    public void Every_length_around_the_borders_of_the_format_is_read()
    {
        byte[] text = Samples.Text(140_000);
        foreach (int length in (int[])
            [0, 1, 2, 3, 4, 5, 6, 7, 8, 20, 63, 64, 65, 255, 256, 257, 1023, 1024, 1025, 4096, 16383, 16384, 65535,
            65536, 65791, 65792, 131071, 131072, 131073])
        {
            AssertReads(text[..length], ZstdTool.Compress(text[..length], "-6"));
            AssertReads(text[..length], ZstdTool.Compress(text[..length], "-19", "--no-check"));
        }
    }

    [ToolFact("zstd")]
    public void Several_frames_and_skippable_ones_are_read()
    {
        byte[] text = Samples.Text(50_000);
        byte[] one = ZstdTool.Compress(text);
        byte[] skip = [0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3];
        byte[] empty = ZstdTool.Compress([]);
        byte[] file = [.. skip, .. one, .. empty, .. skip, .. one];
        AssertReads([.. text, .. text], file);
        AssertReads([], skip);
        using var trickle = new ZstdDecoderStream(new TrickleStream(file));
        using var output = new MemoryStream();
        trickle.CopyTo(output);
        Assert.Equal([.. text, .. text], output.ToArray());
        Assert.Equal(2 * text.Length, trickle.Position);
    }

    [ToolFact("zstd")]
    public void A_frame_many_windows_long_is_read_in_the_memory_of_a_window()
    {
        byte[] content = [.. Enumerable.Range(0, 24).SelectMany(i => Samples.Program(250_000, i % 5))];
        byte[] file = ZstdTool.CompressStream(content, "-3", "--zstd=wlog=18");
        AssertReads(content, file);
        Read(file);
        long before = GC.GetAllocatedBytesForCurrentThread();
        using (var decoder = new ZstdDecoderStream(new MemoryStream(file)))
        {
            decoder.CopyTo(Stream.Null, 1 << 16);
        }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_500_000);
    }

    [Fact]
    public void Memory_follows_what_is_unpacked_and_not_what_a_header_claims()
    {
        // A window of 128 MiB, a raw block of one byte.
        byte[] file = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 17 << 3, 0x09, 0, 0, 42];
        Read(file);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal([42], Read(file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_500_000);
    }

    [Fact]
    public void A_larger_window_than_allowed_is_refused_by_its_size()
    {
        byte[] file = [0x28, 0xB5, 0x2F, 0xFD, 0x00, (17 << 3) + 1, 0x09, 0, 0, 42];
        AvocadoException error = Assert.Throws<AvocadoException>(() => Read(file));
        Assert.Equal(Codes.UnsupportedFormat, error.Code);
        Assert.Contains("150994944", error.Message, StringComparison.Ordinal);
        // A buffer for the whole content is there already.
        Assert.Equal(1, new ZstdBlockDecoder().Decode(file, new byte[1]));
    }

    [Fact]
    public void A_dictionary_is_refused_by_its_number()
    {
        byte[] file = [0x28, 0xB5, 0x2F, 0xFD, 0x21, 77, 1, 0x09, 0, 0, 42];
        AvocadoException error = Assert.Throws<AvocadoException>(() => Read(file));
        Assert.Equal(Codes.UnsupportedFormat, error.Code);
        Assert.Contains("77", error.Message, StringComparison.Ordinal);
        // Number 0 is no dictionary.
        file[5] = 0;
        Assert.Equal([42], Read(file));
    }

    [ToolFact("zstd")]
    public void A_bomb_stops_at_the_limit()
    {
        byte[] file = ZstdTool.Compress(new byte[3 << 20], "-19");
        Assert.Throws<DamagedFormatException>(() => Read(file, (3 << 20) - 1));
        Assert.Throws<DamagedFormatException>(() => new ZstdBlockDecoder().Decode(file, new byte[(3 << 20) - 1]));
        Assert.Equal(3 << 20, Read(file, 3 << 20).Length);
        Assert.Equal(3 << 20, ZstdDecoder.Decompress(file, 3 << 20).Length);
    }

    [Fact]
    public void Streams_below_are_closed_unless_they_shall_stay_open()
    {
        using var source = new MemoryStream();
        new ZstdDecoderStream(source, leaveOpen: true).Dispose();
        Assert.True(source.CanRead);
        new ZstdDecoderStream(source).Dispose();
        Assert.False(source.CanRead);
    }

    internal static byte[] Read(byte[] file, long maxOutput = 1 << 24)
    {
        using var decoder = new ZstdDecoderStream(new MemoryStream(file), maxOutput: maxOutput);
        using var output = new MemoryStream();
        decoder.CopyTo(output);
        return output.ToArray();
    }

    /// <summary>Both the stream and the block decoder read a file, the latter into exactly its room too.</summary>
    internal static void AssertReads(byte[] content, byte[] file)
    {
        Assert.True(content.AsSpan().SequenceEqual(Read(file)));
        var decoder = new ZstdBlockDecoder();
        foreach (int room in (int[])[0, 1, 100])
        {
            var output = new byte[content.Length + room];
            Assert.Equal(content.Length, decoder.Decode(file, output));
            Assert.True(content.AsSpan().SequenceEqual(output.AsSpan(0, content.Length)));
        }
        if (content.Length > 0)
        {
            Assert.Throws<DamagedFormatException>(() => decoder.Decode(file, new byte[content.Length - 1]));
        }
    }
}
