using System.IO.Compression;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Compression;
using Avocado.Testing;

namespace Avocado.Formats.Tests.Compression;

public class ZlibCodecTests
{
    [Fact]
    public void Blocks_come_back()
    {
        foreach (int level in (int[])[1, 6, 9])
        {
            var codec = new ZlibCodec(level);
            IBlockEncoder encoder = codec.CreateEncoder();
            IBlockDecoder decoder = codec.CreateDecoder();
            foreach (byte[] content in Samples.All.Values)
            {
                byte[] block = Encode(encoder, content);
                var output = new byte[content.Length];
                Assert.Equal(content.Length, decoder.Decode(block, output));
                Assert.Equal(content, output);
                Assert.Equal(content.Length, decoder.Decode(block, new byte[content.Length + 1000]));
            }
        }
    }

    [ToolTheory("python3")]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(9)]
    public void Python_reads_what_we_write_and_we_read_what_it_writes(int level)
    {
        var codec = new ZlibCodec(level);
        byte[][] contents = [.. Samples.All.Values];
        byte[][] ours = [.. contents.Select(content => Encode(codec.CreateEncoder(), content))];
        byte[][] theirs = PythonZlib.Map($"result = zlib.compress(zlib.decompress(data), {level})", ours);
        for (int i = 0; i < contents.Length; i++)
        {
            Assert.Equal(theirs[i][..2], ours[i][..2]);
            var output = new byte[contents[i].Length];
            Assert.Equal(output.Length, codec.CreateDecoder().Decode(theirs[i], output));
            Assert.Equal(contents[i], output);
        }
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Fastest)]
    [InlineData(CompressionLevel.Optimal)]
    [InlineData(CompressionLevel.SmallestSize)]
    public void The_runtime_s_streams_are_read(CompressionLevel level)
    {
        IBlockDecoder decoder = new ZlibCodec().CreateDecoder();
        foreach (byte[] content in Samples.All.Values.Where(v => v.Length > 0))
        {
            using var block = new MemoryStream();
            using (var stream = new ZLibStream(block, level, leaveOpen: true))
            {
                stream.Write(content);
            }
            var output = new byte[content.Length];
            Assert.Equal(content.Length, decoder.Decode(block.ToArray(), output));
            Assert.Equal(content, output);
        }
    }

    [Fact]
    public void A_block_that_is_better_stored_is_told_by_zero()
    {
        IBlockEncoder encoder = new ZlibCodec().CreateEncoder();
        byte[] random = Samples.Random(10_000);
        Assert.Equal(0, encoder.Encode(random, new byte[random.Length - 1]));
        Assert.Equal(0, encoder.Encode([1], []));
        byte[] text = Samples.Text(10_000);
        Assert.NotEqual(0, encoder.Encode(text, new byte[text.Length - 1]));
    }

    [Fact]
    public void More_than_the_destination_takes_is_refused()
    {
        IBlockDecoder decoder = new ZlibCodec().CreateDecoder();
        foreach (byte[] content in Samples.All.Values.Where(v => v.Length > 0))
        {
            byte[] block = Encode(new ZlibCodec().CreateEncoder(), content);
            Assert.Throws<DamagedFormatException>(() => decoder.Decode(block, new byte[content.Length - 1]));
            Assert.Throws<DamagedFormatException>(() => decoder.Decode(block, []));
        }
    }

    [Fact]
    public void Every_truncation_and_every_flipped_bit_of_meaning_is_refused()
    {
        byte[][] contents = [Samples.Text(700), Samples.Random(80), new byte[1000], []];
        IBlockDecoder decoder = new ZlibCodec().CreateDecoder();
        foreach (byte[] content in contents)
        {
            byte[] block = Encode(new ZlibCodec().CreateEncoder(), content);
            byte[] Read(byte[] changed)
            {
                var output = new byte[content.Length + 10];
                return output[..decoder.Decode(changed, output)];
            }
            Damage.EveryTruncationIsRefused(block, changed => Read(changed));
            Damage.EveryBitFlipIsRefusedOrHarmless(block, content, Read);
            Assert.Throws<DamagedFormatException>(() => Read([.. block, 0]));
        }
    }

    [Fact]
    public void Random_changes_are_survived_and_leave_no_traces()
    {
        byte[] content = [.. Samples.Program(2000), .. Samples.Text(2000)];
        byte[] block = Encode(new ZlibCodec().CreateEncoder(), content);
        IBlockDecoder decoder = new ZlibCodec().CreateDecoder();
        Damage.RandomChangesAreSurvived(block, 2000, changed => decoder.Decode(changed, new byte[9000]));
        var output = new byte[content.Length];
        Assert.Equal(content.Length, decoder.Decode(block, output));
        Assert.Equal(content, output);
    }

    [Fact]
    public void Random_bits_are_survived_by_the_decoder()
    {
        IBlockDecoder decoder = new ZlibCodec().CreateDecoder();
        for (int round = 0; round < 10_000; round++)
        {
            // Half of them begin as a dynamic block does.
            byte[] block = [0x78, 0x9C, .. Samples.Random(200, round)];
            block[2] = (byte)((round & 1) == 0 ? (block[2] & ~7) | 5 : block[2]);
            Assert.Throws<DamagedFormatException>(() => decoder.Decode(block, new byte[4096]));
        }
    }

    [Fact]
    public void The_codec_says_what_it_is()
    {
        var codec = new ZlibCodec();
        Assert.Equal(("gzip", 6, 1), (codec.Name, codec.Level, codec.EncoderVersion));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZlibCodec(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZlibCodec(10));
    }

    private static byte[] Encode(IBlockEncoder encoder, byte[] content)
    {
        var output = new byte[content.Length + 200];
        int size = encoder.Encode(content, output);
        Assert.NotEqual(0, size);
        return output[..size];
    }
}
