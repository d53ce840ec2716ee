using System.Buffers.Binary;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Compression.Checksums;
using Avocado.Formats.Compression.Xz;
using Avocado.Testing;

namespace Avocado.Formats.Tests.Compression;

public class XzDamageTests
{
    private const int MaxOutput = 1 << 20;

    /// <summary>Offsets in a file whose only block has only LZMA2: header 12, block header 12, chunk header.</summary>
    private const int BlockHeader = 12;
    private const int FilterId = BlockHeader + 2;
    private const int DictionaryBits = BlockHeader + 4;
    private const int BlockHeaderCrc = BlockHeader + 8;

    [ToolTheory("xz")]
    [InlineData("--check=crc32", "--lzma2=preset=6")]
    [InlineData("--check=sha256", "--lzma2=preset=6")]
    [InlineData("--check=crc64", "--block-size=200", "--x86", "--lzma2=preset=6")]
    public void Every_truncation_and_every_flipped_bit_is_refused(params string[] options)
    {
        byte[] file = XzTool.Compress(Samples.Text(600), options);
        Damage.EveryTruncationIsRefused(file, Read);
        Damage.EveryBitFlipIsRefused(file, Read);
    }

    [ToolFact("xz")]
    public void Damage_without_checksums_is_survived()
    {
        byte[] file = XzTool.Compress([.. Samples.Text(3000), .. Samples.Random(1000)], "--check=none");
        Damage.RandomChangesAreSurvived(file, 2000, Read);
    }

    [ToolFact("xz")]
    public void A_bomb_stops_at_the_limit()
    {
        byte[] file = XzTool.Compress(new byte[8 << 20]);
        Assert.Throws<DamagedFormatException>(() => XzDecoder.Decompress(file, (8 << 20) - 1));
        Assert.Equal(8 << 20, XzDecoder.Decompress(file, 8 << 20).Length);
    }

    [ToolFact("xz")]
    public void A_dictionary_above_256_MiB_is_refused_and_a_large_one_costs_nothing_for_a_small_file()
    {
        byte[] content = Samples.Text(1000);
        byte[] file = XzTool.Compress(content);
        // 2^(bits/2 + 12): 32 is 256 MiB, 33 is 384 MiB.
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(content, XzDecoder.Decompress(WithBlockHeader(file, DictionaryBits, 32), MaxOutput));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
        foreach (byte bits in (byte[])[33, 39, 40, 41, 63, 64, 255])
        {
            byte[] large = WithBlockHeader(file, DictionaryBits, bits);
            var error = Assert.Throws<AvocadoException>(() => Read(large));
            Assert.Equal(Codes.UnsupportedFormat, error.Code);
        }
    }

    [ToolFact("xz")]
    public void An_unknown_filter_is_refused_by_name()
    {
        byte[] file = WithBlockHeader(XzTool.Compress(Samples.Text(1000)), FilterId, 0x0B);
        var error = Assert.Throws<AvocadoException>(() => Read(file));
        Assert.Equal(Codes.UnsupportedFormat, error.Code);
        Assert.Contains("0xB", error.Message, StringComparison.Ordinal);
    }

    [ToolFact("xz")]
    public void Streams_that_do_not_fit_together_are_refused()
    {
        byte[] one = XzTool.Compress(Samples.Text(1000), "--check=crc32");
        byte[] other = XzTool.Compress(Samples.Text(1001), "--check=crc32");
        byte[][] hostile =
        [
            [.. one, 0, 0, 0],
            [.. one, 1],
            [.. one, 0, 0, 0, 0, 0, .. other],
            [0, 0, 0, 0, .. one],
            [.. one[..^40], .. other[^40..]],
            [.. one, .. other[..12]],
        ];
        foreach (byte[] file in hostile)
        {
            Assert.Throws<DamagedFormatException>(() => Read(file));
        }
        Read([.. one, .. other]);
    }

    [Fact]
    public void What_is_no_XZ_file_is_refused()
    {
        foreach (byte[] file in Samples.All.Values)
        {
            Assert.Throws<DamagedFormatException>(() => Read(file));
        }
    }

    [ToolFact("xz")]
    public void After_damage_the_stream_keeps_failing()
    {
        byte[] content = Samples.Text(100_000);
        byte[] file = XzTool.Compress(content);
        file[file.Length / 2] ^= 1;
        using var decoder = new XzDecoderStream(new MemoryStream(file));
        var buffer = new byte[content.Length];
        Assert.Throws<DamagedFormatException>(() => decoder.ReadExactly(buffer));
        Assert.Throws<DamagedFormatException>(() => decoder.ReadByte());
    }

    private static void Read(byte[] file) => XzDecoder.Decompress(file, MaxOutput);

    /// <summary>Changes a byte of the first block header and makes its checksum right again.</summary>
    private static byte[] WithBlockHeader(byte[] file, int offset, byte value)
    {
        byte[] changed = [.. file];
        Assert.Equal(2, changed[BlockHeader]);
        changed[offset] = value;
        uint crc = Crc32.Of(changed.AsSpan(BlockHeader, BlockHeaderCrc - BlockHeader));
        BinaryPrimitives.WriteUInt32LittleEndian(changed.AsSpan(BlockHeaderCrc), crc);
        return changed;
    }
}
