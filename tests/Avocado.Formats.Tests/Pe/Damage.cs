using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Tests.Pe;

/// <summary>Shows a parser all kinds of broken input: it may succeed or give a typed error, nothing else.</summary>
internal static class Damage
{
    /// <summary>Every length up to 2 KiB, then a sample of lengths.</summary>
    public static void Truncate(byte[] sound, Action<byte[]> parse)
    {
        for (int length = 0; length < sound.Length; length += length < 2048 ? 1 : 509)
        {
            Parse(sound[..length], parse);
        }
    }

    /// <summary>Every bit of the first bytes, then random ones, and runs of extreme values.</summary>
    public static void Flip(byte[] sound, Action<byte[]> parse, int start = 0, int end = 1024, int random = 500)
    {
        end = Math.Min(end, sound.Length);
        for (int bit = start * 8; bit < end * 8; bit++)
        {
            byte[] bytes = [.. sound];
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Parse(bytes, parse);
        }
        var source = new Random(7);
        for (int i = 0; i < random; i++)
        {
            byte[] bytes = [.. sound];
            for (int n = source.Next(1, 9); n > 0; n--)
            {
                bytes[source.Next(bytes.Length)] ^= (byte)source.Next(1, 256);
            }
            Parse(bytes, parse);
        }
        foreach (byte value in (byte[])[0xFF, 0x7F, 0x80, 0x00])
        {
            for (int at = start; at + 4 <= end; at++)
            {
                byte[] bytes = [.. sound];
                bytes.AsSpan(at, 4).Fill(value);
                Parse(bytes, parse);
            }
        }
    }

    private static void Parse(byte[] bytes, Action<byte[]> parse)
    {
        try
        {
            parse(bytes);
        }
        catch (AvocadoException)
        {
            // The typed answer.
        }
    }
}
