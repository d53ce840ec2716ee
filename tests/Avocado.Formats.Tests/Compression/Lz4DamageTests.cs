using Avocado.Files.Diagnostics;
using Avocado.Formats.Compression;

namespace Avocado.Formats.Tests.Compression;

public class Lz4DamageTests
{
    /// <summary>Bytes around a destination that nothing may write to.</summary>
    private const int Guard = 64;
    private const byte Untouched = 0xA5;

    // A block has neither a length nor a checksum: one that is cut behind enough literals is a shorter one.
    [Fact]
    public void Every_truncation_is_refused_or_gives_less()
    {
        foreach (int level in (int[])[1, 9])
        {
            foreach (byte[] content in (byte[][])[Samples.Text(3000), new byte[5000], Samples.Program(2000)])
            {
                byte[] block = Encode(content, level);
                int refused = 0;
                for (int length = 0; length < block.Length; length++)
                {
                    try
                    {
                        byte[] less = Decode(block[..length], content.Length);
                        Assert.True(less.Length < content.Length && content.AsSpan().StartsWith(less));
                    }
                    catch (DamagedFormatException)
                    {
                        refused++;
                    }
                }
                Assert.InRange(refused, block.Length * 3 / 4, block.Length);
                Assert.Throws<DamagedFormatException>(() => Decode([.. block, 0], content.Length));
            }
        }
    }

    [Fact]
    public void More_than_the_destination_takes_is_refused()
    {
        foreach (byte[] content in Samples.All.Values.Where(c => c.Length > 0))
        {
            byte[] block = Encode(content, 9);
            Assert.Throws<DamagedFormatException>(() => Decode(block, content.Length - 1));
            Assert.Throws<DamagedFormatException>(() => Decode(block, content.Length / 2));
            Assert.Throws<DamagedFormatException>(() => Decode(block, 0));
        }
    }

    [Fact]
    public void Flipped_bits_and_random_changes_never_write_outside_of_the_destination()
    {
        byte[] content = [.. Samples.Program(2000), .. Samples.Text(2000), .. new byte[500]];
        foreach (int level in (int[])[1, 9])
        {
            byte[] block = Encode(content, level);
            for (int bit = 0; bit < 8 * block.Length; bit++)
            {
                byte[] changed = [.. block];
                changed[bit / 8] ^= (byte)(1 << (bit % 8));
                TryDecode(changed, content.Length);
            }
            Damage.RandomChangesAreSurvived(block, 3000, changed => Decode(changed, content.Length));
        }
    }

    [Fact]
    public void Random_bytes_are_survived()
    {
        int refused = 0;
        for (int round = 0; round < 20_000; round++)
        {
            refused += TryDecode(Samples.Random(1 + (round % 200), round), round % 700) ? 0 : 1;
        }
        Assert.InRange(refused, 18_000, 20_000);
    }

    [Theory]
    [InlineData("nothing", new byte[0])]
    [InlineData("a match before the block", new byte[] { 0x10, 1, 2, 0, 0x80, 1, 2, 3, 4, 5, 6, 7, 8 })]
    [InlineData("an offset of zero", new byte[] { 0x10, 1, 0, 0, 0x80, 1, 2, 3, 4, 5, 6, 7, 8 })]
    [InlineData("a match at the very beginning", new byte[] { 0x00, 1, 0, 0x80, 1, 2, 3, 4, 5, 6, 7, 8 })]
    [InlineData("half an offset", new byte[] { 0x10, 1, 1 })]
    [InlineData("no literals at the end", new byte[] { 0x1F, 1, 1, 0, 0 })]
    [InlineData("a token that promises a match", new byte[] { 0x11, 1 })]
    [InlineData("fewer than five literals at the end", new byte[] { 0x1F, 1, 1, 0, 9, 0x40, 1, 2, 3, 4 })]
    [InlineData("a match eleven bytes from the end", new byte[] { 0x10, 1, 1, 0, 0x70, 1, 2, 3, 4, 5, 6, 7 })]
    [InlineData("an endless length of literals", new byte[] { 0xF0, 255, 255, 255 })]
    [InlineData("an endless length of a match", new byte[] { 0x1F, 1, 1, 0, 255, 255, 255 })]
    public void What_breaks_a_rule_of_the_format_is_refused(string what, byte[] block) =>
        Assert.True(Assert.Throws<DamagedFormatException>(() => Decode(block, 100)).Format == "LZ4", what);

    [Fact]
    public void The_shortest_blocks_that_keep_the_rules_are_read()
    {
        Assert.Empty(Decode([0], 10));
        Assert.Equal([7], Decode([0x10, 7], 10));
        Assert.Equal([1, 1, 1, 1, 1, 1, 2, 3, 4, 5, 6, 7, 8], Decode([0x10, 1, 1, 0, 0x80, 1, 2, 3, 4, 5, 6, 7, 8], 13));
    }

    [Fact]
    public void A_length_beyond_every_integer_is_refused_without_reading_it_twice()
    {
        var block = new byte[(9 << 20) + 2];
        block.AsSpan().Fill(255);
        Assert.Throws<DamagedFormatException>(() => Decode([0xF0, .. block, 0], 1 << 20));
        Assert.Throws<DamagedFormatException>(() => Decode([0x1F, 1, 1, 0, .. block, 0, 0], 1 << 20));
    }

    private static bool TryDecode(byte[] block, int size)
    {
        try
        {
            Decode(block, size);
            return true;
        }
        catch (DamagedFormatException)
        {
            return false;
        }
    }

    private static byte[] Decode(byte[] block, int size)
    {
        var memory = new byte[size + (2 * Guard)];
        memory.AsSpan().Fill(Untouched);
        try
        {
            int length = new Lz4Codec().CreateDecoder().Decode(block, memory.AsSpan(Guard, size));
            return memory.AsSpan(Guard, length).ToArray();
        }
        finally
        {
            Assert.Equal(-1, memory.AsSpan(0, Guard).IndexOfAnyExcept(Untouched));
            Assert.Equal(-1, memory.AsSpan(Guard + size).IndexOfAnyExcept(Untouched));
        }
    }

    private static byte[] Encode(byte[] content, int level)
    {
        var output = new byte[content.Length + (content.Length / 255) + 16];
        return output[..new Lz4Codec(level).CreateEncoder().Encode(content, output)];
    }
}
