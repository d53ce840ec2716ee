using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Tests.Compression;

/// <summary>Damages files in every way a test can afford and looks at what readers answer.</summary>
internal static class Damage
{
    /// <summary>Every proper prefix must be refused as damaged.</summary>
    public static void EveryTruncationIsRefused(byte[] file, Action<byte[]> read)
    {
        for (int length = 0; length < file.Length; length++)
        {
            byte[] cut = file[..length];
            Assert.Throws<DamagedFormatException>(() => read(cut));
        }
    }

    /// <summary>Each file with one bit inverted must be refused with a typed error.</summary>
    public static void EveryBitFlipIsRefused(byte[] file, Action<byte[]> read)
    {
        for (int bit = 0; bit < 8 * file.Length; bit++)
        {
            byte[] changed = [.. file];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.ThrowsAny<AvocadoException>(() => read(changed));
        }
    }

    /// <summary>
    /// Each file with one bit inverted must be refused with a typed error or, for the few bits without a meaning,
    /// read as before.
    /// </summary>
    public static void EveryBitFlipIsRefusedOrHarmless(byte[] file, byte[] content, Func<byte[], byte[]> read)
    {
        int harmless = 0;
        for (int bit = 0; bit < 8 * file.Length; bit++)
        {
            byte[] changed = [.. file];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                Assert.Equal(content, read(changed));
                harmless++;
            }
            catch (AvocadoException)
            {
                // Refused, as it should be.
            }
        }
        // The header of gzip has 48 such bits, a stream may end with 7.
        Assert.InRange(harmless, 0, 48 + 7);
    }

    /// <summary>Files with random changes give a typed error or anything readable, never another exception.</summary>
    public static void RandomChangesAreSurvived(byte[] file, int rounds, Action<byte[]> read)
    {
        var random = new Random(99);
        int refused = 0;
        for (int round = 0; round < rounds; round++)
        {
            byte[] changed = [.. file];
            for (int change = random.Next(1, 8); change > 0; change--)
            {
                int at = random.Next(changed.Length);
                byte[] other = [0, 0xFF, 0x7F, 0x80, (byte)random.Next(256)];
                changed.AsSpan(at, Math.Min(random.Next(1, 5), changed.Length - at)).Fill(other[random.Next(5)]);
            }
            try
            {
                read(changed);
            }
            catch (AvocadoException)
            {
                refused++;
            }
        }
        Assert.True(refused > rounds / 10, $"only {refused} of {rounds} changed files were refused");
    }
}
