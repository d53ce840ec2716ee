using System.Security.Cryptography;

namespace Avocado.Images.Pipeline;

/// <summary>Hashing of what outputs have.</summary>
internal static class HashExtensions
{
    private static readonly byte[] s_zeros = new byte[1 << 20];

    /// <summary>Adds the zeros of a hole.</summary>
    public static void AppendZeros(this IncrementalHash hash, long count)
    {
        for (; count > 0; count -= Math.Min(count, s_zeros.Length))
        {
            hash.AppendData(s_zeros.AsSpan(0, (int)Math.Min(count, s_zeros.Length)));
        }
    }
}
