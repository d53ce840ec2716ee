using System.Runtime.CompilerServices;

namespace Avocado.Formats.Compression.Xz;

/// <summary>
/// The range decoder. A local of the symbol loop: all methods are inlined so that its three fields live in
/// registers.
/// </summary>
internal unsafe ref struct LzmaRangeDecoder
{
    /// <summary>Probabilities are of a zero bit, in 1/2048.</summary>
    public const int ProbabilityBits = 11;

    private const int ProbabilityOne = 1 << ProbabilityBits;
    private const int AdaptionShift = 5;
    private const uint TopValue = 1u << 24;

    public uint Range;
    public uint Code;
    public byte* Next;

    /// <summary>Keeps the range above 2^24; a byte may be read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Normalize()
    {
        if (Range < TopValue)
        {
            Range <<= 8;
            Code = (Code << 8) | *Next++;
        }
    }

    /// <summary>Decodes a bit that decides what comes next: a branch, which processors predict well here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsZero(ushort* probability)
    {
        Normalize();
        uint p = *probability;
        uint bound = (Range >> ProbabilityBits) * p;
        if (Code < bound)
        {
            Range = bound;
            *probability = (ushort)(p + ((ProbabilityOne - p) >> AdaptionShift));
            return true;
        }
        Range -= bound;
        Code -= bound;
        *probability = (ushort)(p - (p >> AdaptionShift));
        return false;
    }

    /// <summary>
    /// Decodes a bit of a value without a branch, which no processor could predict, and appends it to
    /// <paramref name="symbol"/>.
    /// </summary>
    /// <returns>All ones when the bit is 0, zero when it is 1.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int AppendBit(ushort* probabilities, ref uint symbol)
    {
        Normalize();
        ushort* probability = probabilities + symbol;
        int p = *probability;
        uint bound = (Range >> ProbabilityBits) * (uint)p;
        long rest = (long)Code - bound;
        int zero = (int)(rest >> 63);
        uint upper = Range - bound;
        Range = upper + ((bound - upper) & (uint)zero);
        Code = (uint)rest + (bound & (uint)zero);
        // p -= p >> 5 for a one, p += (2048 - p) >> 5 for a zero, the latter written as a rounded subtraction.
        const int towardsOne = (1 << AdaptionShift) - 1 - ProbabilityOne;
        *probability = (ushort)(p - ((p + (towardsOne & zero)) >> AdaptionShift));
        symbol = (symbol << 1) + 1 + (uint)zero;
        return zero;
    }

    /// <summary>Decodes <paramref name="count"/> bits of equal chance and appends them to a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint AppendDirectBits(uint value, int count)
    {
        for (; count > 0; count--)
        {
            Normalize();
            Range >>= 1;
            Code -= Range;
            uint zero = 0 - (Code >> 31);
            Code += Range & zero;
            value = (value << 1) + 1 + zero;
        }
        return value;
    }
}
