using Avocado.Formats.Compression.Zstandard;
using Avocado.Testing;

namespace Avocado.Formats.Tests.Compression.Zstandard;

public class ZstdFileTests
{
    public static TheoryData<string> SampleNames => [.. Samples.All.Keys];

    [ToolTheory("zstd")]
    [MemberData(nameof(SampleNames))]
    public void Zstd_accepts_and_reads_what_we_write(string name)
    {
        byte[] content = Samples.All[name];
        foreach (int level in (int[])[1, 4, 9, 16])
        {
            byte[] file = ZstdFile.Encode(content, level);
            Assert.Equal(0, ForeignTool.Try("zstd", null, file, ["-t", "-q"]).ExitCode);
            Assert.Equal(content, ZstdTool.Decompress(file));
            ZstdDecoderTests.AssertReads(content, file);
        }
    }

    [ToolTheory("zstd")]
    [InlineData(3)]
    [InlineData(9)]
    [InlineData(14)]
    public void Content_of_many_pieces_is_one_frame_that_uses_matches_across_them(int level)
    {
        // Noise of 400 KB again and again, which only a window makes smaller.
        byte[] noise = Samples.Random(400_000);
        byte[] content = [.. Enumerable.Range(0, 10).SelectMany(_ => noise), .. Samples.Text(100_000)];
        byte[] file = ZstdFile.Encode(content, level);
        Assert.InRange(file.Length, noise.Length, noise.Length + 70_000);
        Assert.Equal(content, ZstdTool.Decompress(file));
        ZstdDecoderTests.AssertReads(content, file);
    }

    [Fact]
    public void How_the_content_is_cut_into_writes_does_not_change_the_bytes()
    {
        byte[] content = [.. Samples.Program(900_000), .. Samples.Text(300_000), .. Samples.Random(100_000)];
        byte[] expected = ZstdFile.Encode(content);
        foreach (int most in (int[])[1000, 100_000, 1_000_000])
        {
            var random = new Random(8);
            using var output = new MemoryStream();
            using (var zstd = new ZstdWriterStream(output, leaveOpen: true))
            {
                for (int at = 0; at < content.Length;)
                {
                    int count = Math.Min(random.Next(1, most), content.Length - at);
                    zstd.Write(content, at, count);
                    zstd.Flush();
                    at += count;
                }
            }
            Assert.Equal(expected, output.ToArray());
        }
        using var copied = new MemoryStream();
        ZstdFile.Encode(new MemoryStream(content), copied);
        Assert.Equal(expected, copied.ToArray());
    }

    [Fact]
    public void A_small_content_is_told_by_its_size_and_a_large_one_by_its_window()
    {
        Assert.Equal([0x28, 0xB5, 0x2F, 0xFD, 0x24, 3], ZstdFile.Encode([1, 2, 3])[..6]);
        Assert.Equal([0x28, 0xB5, 0x2F, 0xFD, 0x04, 12 << 3], ZstdFile.Encode(new byte[3 << 20], 9)[..6]);
    }

    [Fact]
    public void The_writer_passes_on_what_it_compressed_and_never_holds_more_than_a_piece()
    {
        byte[] random = Samples.Random(100_000);
        using var output = new MemoryStream();
        using var zstd = new ZstdWriterStream(output, 1, leaveOpen: true);
        for (int round = 0; round < 40; round++)
        {
            zstd.Write(Samples.Random(100_000, round));
            Assert.InRange(output.Length, (100_000 * round) - (1 << 20), (100_000 * (round + 1)) + 2000);
        }
    }

    [ToolTheory("zstd")]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(12)]
    public void Positions_that_begin_anew_lose_nothing(int level)
    {
        byte[] text = Samples.Text(200_000);
        byte[] program = Samples.Program(100_000);
        byte[] content = [.. Enumerable.Range(0, 40).SelectMany(i => i % 3 == 0 ? text : program)];
        ZstdEffort effort = ZstdEffort.Of(level) with { WindowLog = 18, NiceLength = 8 };
        byte[] expected = ZstdFile.Encode(content, effort, InputIndex.DefaultMax);
        // Numbers are made smaller from 2^22 on instead of near 2^31.
        byte[] file = ZstdFile.Encode(content, effort, 1 << 20);
        Assert.True(content.AsSpan().SequenceEqual(ZstdTool.Decompress(file)));
        Assert.Equal(expected, file);
    }

    [Fact]
    public void Streams_below_are_closed_unless_they_shall_stay_open()
    {
        using var kept = new MemoryStream();
        new ZstdWriterStream(kept, leaveOpen: true).Dispose();
        Assert.True(kept.CanWrite);
        Assert.Empty(ZstdDecoderTests.Read(kept.ToArray()));
        using var written = new MemoryStream();
        new ZstdWriterStream(written).Dispose();
        Assert.False(written.CanWrite);
    }
}
