namespace Avocado.Formats.Compression.Checksums;

/// <summary>The checksum of zlib streams (RFC 1950, section 8.2).</summary>
public static class Adler32
{
    /// <summary>The checksum of no bytes: start <see cref="Append"/> from here.</summary>
    public const uint Empty = 1;

    /// <summary>The largest prime below 65536.</summary>
    private const uint Modulus = 65521;

    /// <summary>
    /// The largest n for which 255·n·(n+1)/2 + (n+1)·(Modulus-1) fits 32 bits: so many bytes may be summed before a
    /// division.
    /// </summary>
    private const int Run = 5552;

    /// <summary>The checksum of <paramref name="bytes"/>.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => Append(Empty, bytes);

    /// <summary>The checksum of everything before and <paramref name="bytes"/>.</summary>
    /// <param name="adler">The checksum so far; <see cref="Empty"/> at the start.</param>
    public static uint Append(uint adler, ReadOnlySpan<byte> bytes)
    {
        uint sum = adler & 0xFFFF;
        uint sumOfSums = adler >> 16;
        while (!bytes.IsEmpty)
        {
            ReadOnlySpan<byte> run = bytes[..Math.Min(Run, bytes.Length)];
            bytes = bytes[run.Length..];
            for (; run.Length >= 8; run = run[8..])
            {
                // Eight steps at once: each byte counts as often in the sum of sums as steps are left.
                sumOfSums += 8 * sum
                    + (8u * run[0]) + (7u * run[1]) + (6u * run[2]) + (5u * run[3])
                    + (4u * run[4]) + (3u * run[5]) + (2u * run[6]) + run[7];
                sum += (uint)(run[0] + run[1] + run[2] + run[3] + run[4] + run[5] + run[6] + run[7]);
            }
            foreach (byte value in run)
            {
                sum += value;
                sumOfSums += sum;
            }
            sum %= Modulus;
            sumOfSums %= Modulus;
        }
        return (sumOfSums << 16) | sum;
    }
}
