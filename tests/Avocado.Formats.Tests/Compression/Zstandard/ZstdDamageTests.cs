using Avocado.Files.Diagnostics;
using Avocado.Formats.Compression.Zstandard;
using Avocado.Testing;

namespace Avocado.Formats.Tests.Compression.Zstandard;

public class ZstdDamageTests
{
    /// <summary>A frame header without size and checksum, with a window of 1 MiB.</summary>
    private static readonly byte[] Header = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 10 << 3];

    private readonly ZstdBlockDecoder _decoder = new();
    private readonly byte[] _room = new byte[1 << 18];

    [ToolTheory("zstd")]
    [InlineData("-1")]
    [InlineData("-19")]
    public void Every_truncation_and_every_flipped_bit_of_meaning_is_refused(string level)
    {
        byte[] content = [.. Samples.Text(900), .. Samples.Program(400)];
        byte[] file = ZstdTool.Compress(content, level, "--check");
        Damage.EveryTruncationIsRefused(file, Both);
        Damage.EveryBitFlipIsRefusedOrHarmless(file, content, changed =>
        {
            Either(changed);
            return ZstdDecoderTests.Read(changed);
        });
        Assert.Throws<DamagedFormatException>(() => Both([.. file, 1]));
        Assert.Throws<DamagedFormatException>(() => Both([.. file, .. file[..5]]));
        Assert.Throws<DamagedFormatException>(() => Both([0, .. file]));
    }

    [ToolTheory("zstd")]
    [InlineData("-1")]
    [InlineData("-7")]
    [InlineData("-19")]
    [InlineData("-5 -B1K")]
    [InlineData("-9 --no-content-size")]
    public void Damage_without_a_checksum_is_survived(string options)
    {
        byte[] content = [.. Samples.Text(6000), .. Samples.Random(500), .. Samples.Program(4000), .. new byte[3000]];
        byte[] file = ZstdTool.Compress(content, ["--no-check", .. options.Split(' ')]);
        Damage.RandomChangesAreSurvived(file, 1000, Either);
        Damage.EveryTruncationIsRefused(file[..^1], Both);
    }

    [ToolFact("zstd")]
    public void Every_bit_of_a_small_block_may_flip()
    {
        byte[] file = ZstdTool.Compress(Samples.Text(3000), "--no-check", "-19");
        for (int bit = 0; bit < 8 * file.Length; bit++)
        {
            byte[] changed = [.. file];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                Either(changed);
            }
            catch (AvocadoException)
            {
                // Refused, as most are.
            }
        }
    }

    [Fact]
    public void Noise_behind_a_header_is_refused()
    {
        var random = new Random(11);
        for (int round = 0; round < 4000; round++)
        {
            var body = new byte[random.Next(1, 60)];
            random.NextBytes(body);
            // A compressed block that is the last one.
            int value = 1 | (2 << 1) | (body.Length << 3);
            byte[] file = [.. Header, (byte)value, (byte)(value >> 8), (byte)(value >> 16), .. body];
            try
            {
                Either(file);
            }
            catch (DamagedFormatException)
            {
                // Refused, as nearly all are.
            }
        }
    }

    [Theory]
    // Block type 3; a block above its limit; a block above the window; trailing data after raw literals.
    [InlineData("07 00 00")]
    [InlineData("05 00 20 00")]
    [InlineData("0D 00 00 00")]
    [InlineData("25 00 00 08 41 00 00")]
    // Treeless literals without a code before.
    [InlineData("2D 00 00 13 40 00 01 00")]
    // Sequences: repeated codes without codes before; reserved bits; no bits; an offset of no data.
    [InlineData("2D 00 00 08 41 01 FC 01")]
    [InlineData("2D 00 00 08 41 01 01 01")]
    [InlineData("25 00 00 08 41 01 00")]
    [InlineData("45 00 00 08 41 01 54 00 00 00 01")]
    // Run-length codes of symbols that do not exist.
    [InlineData("45 00 00 08 41 01 54 24 00 00 01")]
    [InlineData("45 00 00 08 41 01 54 00 20 00 01")]
    [InlineData("45 00 00 08 41 01 54 00 00 35 01")]
    public void Blocks_that_break_a_rule_are_refused(string block)
    {
        byte[] file = [.. Header, .. Convert.FromHexString(block.Replace(" ", "", StringComparison.Ordinal))];
        Assert.Throws<DamagedFormatException>(() => Both(file));
    }

    [Fact]
    public void A_content_of_another_size_than_told_is_refused()
    {
        byte[] file = [0x28, 0xB5, 0x2F, 0xFD, 0x20, 2, 0x11, 0, 0, 1, 2];
        Assert.Equal([1, 2], ZstdDecoderTests.Read(file));
        file[5] = 3;
        Assert.Throws<DamagedFormatException>(() => Both(file));
        file[5] = 1;
        Assert.Throws<DamagedFormatException>(() => Both(file));
    }

    [ToolFact("zstd")]
    public void After_damage_the_stream_keeps_failing()
    {
        byte[] file = ZstdTool.Compress(Samples.Text(100_000));
        file[^2] ^= 1;
        using var decoder = new ZstdDecoderStream(new MemoryStream(file));
        Assert.Throws<DamagedFormatException>(() => decoder.CopyTo(Stream.Null));
        Assert.Throws<DamagedFormatException>(() => decoder.ReadByte());
    }

    [Fact]
    public void An_empty_file_is_refused()
    {
        Assert.Throws<DamagedFormatException>(() => Both([]));
        Assert.Throws<DamagedFormatException>(() => ZstdDecoder.Decompress([], 10));
    }

    /// <summary>Both decoders must give the same answer: content or a typed error.</summary>
    private void Either(byte[] file)
    {
        AvocadoException? refusal = null;
        byte[] content = [];
        try
        {
            content = ZstdDecoderTests.Read(file, _room.Length);
        }
        catch (AvocadoException error)
        {
            refusal = error;
        }
        try
        {
            int length = _decoder.Decode(file, _room);
            // A window may be refused by its size where a stream has to hold it.
            Assert.True(refusal is null or not DamagedFormatException, $"only the stream says: {refusal?.Message}");
            if (refusal is null)
            {
                Assert.Equal(content, _room[..length]);
            }
        }
        catch (AvocadoException) when (refusal is not null)
        {
            // Both refuse.
        }
        if (refusal is not null)
        {
            throw refusal;
        }
    }

    private void Both(byte[] file)
    {
        Assert.ThrowsAny<AvocadoException>(() => _decoder.Decode(file, _room));
        ZstdDecoderTests.Read(file, _room.Length);
    }
}
