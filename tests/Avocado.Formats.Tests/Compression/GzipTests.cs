using System.Text;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Compression.Gzip;
using Avocado.Testing;

namespace Avocado.Formats.Tests.Compression;

public class GzipTests
{
    public static TheoryData<string> SampleNames => [.. Samples.All.Keys];

    [ToolTheory("gzip")]
    [MemberData(nameof(SampleNames))]
    public void Gzip_accepts_and_reads_what_we_write(string name)
    {
        byte[] content = Samples.All[name];
        byte[] file = GzipFile.Encode(content);
        Assert.Equal(0, ForeignTool.Try("gzip", null, file, ["-t"]).ExitCode);
        Assert.Equal(content, ForeignTool.Try("gzip", null, file, ["-dc"]).OutputBytes);
    }

    [ToolTheory("gzip")]
    [MemberData(nameof(SampleNames))]
    public void What_gzip_writes_is_read(string name)
    {
        byte[] content = Samples.All[name];
        foreach (string level in (string[])["-1", "-6", "-9"])
        {
            byte[] file = ForeignTool.Try("gzip", null, content, ["-c", level]).OutputBytes;
            Assert.Equal(content, Read(file));
        }
    }

    [ToolFact("gzip")]
    public void Content_of_many_pieces_is_one_stream_that_uses_matches_across_them()
    {
        byte[] text = Samples.Text(20_000);
        byte[] content = [.. Enumerable.Range(0, 60).SelectMany(_ => text)];
        byte[] file = GzipFile.Encode(content);
        Assert.Equal(content, ForeignTool.Try("gzip", null, file, ["-dc"]).OutputBytes);
        Assert.Equal(content, Read(file));
        // Were matches lost between pieces, the text would be there once for each piece.
        Assert.InRange(file.Length, 1, GzipFile.Encode(text).Length + (content.Length / 100));
    }

    [Fact]
    public void How_the_content_is_cut_into_writes_does_not_change_the_bytes()
    {
        byte[] content = [.. Samples.Program(400_000), .. Samples.Text(300_000), .. Samples.Random(100_000)];
        byte[] expected = GzipFile.Encode(content);
        foreach (int most in (int[])[1000, 100_000, 1_000_000])
        {
            var random = new Random(8);
            using var output = new MemoryStream();
            using (var gzip = new GzipWriterStream(output, leaveOpen: true))
            {
                for (int at = 0; at < content.Length;)
                {
                    int count = Math.Min(random.Next(1, most), content.Length - at);
                    gzip.Write(content, at, count);
                    gzip.Flush();
                    at += count;
                }
            }
            Assert.Equal(expected, output.ToArray());
        }
        using var copied = new MemoryStream();
        GzipFile.Encode(new MemoryStream(content), copied);
        Assert.Equal(expected, copied.ToArray());
    }

    [Fact]
    public void The_header_tells_nothing_of_the_host()
    {
        byte[] file = GzipFile.Encode([1, 2, 3]);
        Assert.Equal([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255], file[..10]);
    }

    [Fact]
    public void The_writer_passes_on_what_it_compressed_and_never_holds_more_than_a_piece()
    {
        byte[] random = Samples.Random(100_000);
        using var output = new MemoryStream();
        using var gzip = new GzipWriterStream(output, 1, leaveOpen: true);
        for (long written = random.Length; written < 3_000_000; written += random.Length)
        {
            gzip.Write(random);
            // The input repeats only out of a window's reach: each byte takes a byte.
            Assert.InRange(output.Length, written - (1 << 18), written + 2000);
        }
    }

    [ToolFact("gzip")]
    public void Several_members_names_and_padding_are_read()
    {
        using var folder = new TemporaryFolder();
        byte[] one = Samples.Text(50_000);
        folder.Write("a name", one);
        byte[] named = ForeignTool.Run("gzip", "-cN", folder["a name"]).OutputBytes;
        Assert.Contains("a name", Encoding.ASCII.GetString(named[..30]), StringComparison.Ordinal);
        byte[] file = [.. named, .. GzipFile.Encode([]), .. GzipFile.Encode(one), 0, 0, 0];
        Assert.Equal([.. one, .. one], Read(file));
        using var trickle = new GzipDecoderStream(new TrickleStream(file));
        using var output = new MemoryStream();
        trickle.CopyTo(output);
        Assert.Equal([.. one, .. one], output.ToArray());
        Assert.Equal(2 * one.Length, trickle.Position);
    }

    [Fact]
    public void Every_optional_field_of_the_header_is_passed_over_and_its_checksum_verified()
    {
        byte[] plain = GzipFile.Encode("content"u8);
        byte[] header =
            [0x1F, 0x8B, 8, 0x1E, 1, 2, 3, 4, 2, 3, 3, 0, 9, 9, 9, (byte)'n', 0, (byte)'c', 0];
        uint crc = Formats.Compression.Checksums.Crc32.Of(header);
        byte[] file = [.. header, (byte)crc, (byte)(crc >> 8), .. plain[10..]];
        Assert.Equal("content"u8, Read(file));
        Damage.EveryTruncationIsRefused(file, f => Read(f));
        file[4] ^= 1;
        Assert.Throws<DamagedFormatException>(() => Read(file));
    }

    [Fact]
    public void A_bomb_stops_at_the_limit()
    {
        byte[] file = GzipFile.Encode(new byte[3 << 20]);
        Assert.Throws<DamagedFormatException>(() => Read(file, (3 << 20) - 1));
        Assert.Equal(3 << 20, Read(file, 3 << 20).Length);
    }

    [Fact]
    public void Every_truncation_and_every_flipped_bit_of_meaning_is_refused()
    {
        byte[] content = Samples.Text(800);
        byte[] file = GzipFile.Encode(content);
        Damage.EveryTruncationIsRefused(file, f => Read(f));
        Damage.EveryBitFlipIsRefusedOrHarmless(file, content, changed => Read(changed));
        Assert.Throws<DamagedFormatException>(() => Read([.. file, 1]));
        Assert.Throws<DamagedFormatException>(() => Read([.. file, .. file[..5]]));
        Assert.Throws<DamagedFormatException>(() => Read([0, .. file]));
    }

    [Fact]
    public void Random_changes_are_survived()
    {
        byte[] file = [.. GzipFile.Encode(Samples.Text(2000)), .. GzipFile.Encode(Samples.Program(1000))];
        Damage.RandomChangesAreSurvived(file, 2000, f => Read(f));
    }

    [Fact]
    public void After_damage_the_stream_keeps_failing()
    {
        byte[] file = GzipFile.Encode(Samples.Text(100_000));
        file[^20] ^= 1;
        using var decoder = new GzipDecoderStream(new MemoryStream(file));
        Assert.Throws<DamagedFormatException>(() => decoder.CopyTo(Stream.Null));
        Assert.Throws<DamagedFormatException>(() => decoder.ReadByte());
    }

    [Fact]
    public void Streams_below_are_closed_unless_they_shall_stay_open()
    {
        using var kept = new MemoryStream();
        new GzipWriterStream(kept, leaveOpen: true).Dispose();
        kept.Position = 0;
        new GzipDecoderStream(kept, leaveOpen: true).Dispose();
        Assert.True(kept.CanRead);
        new GzipDecoderStream(kept).Dispose();
        Assert.False(kept.CanRead);
        using var written = new MemoryStream();
        new GzipWriterStream(written).Dispose();
        Assert.False(written.CanWrite);
    }

    private static byte[] Read(byte[] file, long maxOutput = 1 << 22)
    {
        using var decoder = new GzipDecoderStream(new MemoryStream(file), maxOutput: maxOutput);
        using var output = new MemoryStream();
        decoder.CopyTo(output);
        return output.ToArray();
    }
}
