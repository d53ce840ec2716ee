using System.Numerics;
using System.Runtime.CompilerServices;

namespace Avocado.Formats.Compression.Zstandard;

/// <summary>Codes of literal lengths, match lengths and offsets (section 3.1.1.3.2.1), default shares.</summary>
internal static class SequenceCodes
{
    // How a block describes a code.
    public const int Predefined = 0;
    public const int Rle = 1;
    public const int Compressed = 2;
    public const int Repeat = 3;

    /// <summary>From here on a number of sequences takes three bytes, of which two say how many more it is.</summary>
    public const int FirstLongCount = 0x7F00;

    /// <summary>The states of one sequence take at most so many bits.</summary>
    public const int MaxStateBits =
        ZstdFormat.MaxLiteralLengthLog + ZstdFormat.MaxMatchLengthLog + ZstdFormat.MaxOffsetLog;

    public const int DefaultLiteralLengthLog = 6;
    public const int DefaultMatchLengthLog = 6;
    public const int DefaultOffsetLog = 5;

    /// <summary>Offsets are stored with this added: smaller values name repeated ones.</summary>
    public const int RepeatedOffsets = 3;

    /// <summary>Literal lengths from here on have codes by their logarithm.</summary>
    private const int FirstLongLiterals = 64;
    private const int LongLiteralsBias = 19;

    /// <summary>Match lengths less <see cref="ZstdFormat.MinMatch"/> from here on, likewise.</summary>
    private const int FirstLongMatch = 128;
    private const int LongMatchBias = 36;

    private static readonly byte[] LiteralCodes = MakeCodes(LiteralLengthBits, 0, FirstLongLiterals);
    private static readonly byte[] MatchCodes = MakeCodes(MatchLengthBits, 0, FirstLongMatch);

    public static ReadOnlySpan<byte> LiteralLengthBits =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
    ];

    public static ReadOnlySpan<byte> MatchLengthBits =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
    ];

    public static ReadOnlySpan<short> DefaultLiteralLengths =>
    [
        4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1,
        2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1,
    ];

    public static ReadOnlySpan<short> DefaultMatchLengths =>
    [
        1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1,
    ];

    public static ReadOnlySpan<short> DefaultOffsets =>
    [
        1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1,
    ];

    /// <summary>The code of a literal length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int LiteralLengthCode(uint length) => length < FirstLongLiterals
        ? LiteralCodes[length]
        : BitOperations.Log2(length) + LongLiteralsBias;

    /// <summary>The code of a match length less <see cref="ZstdFormat.MinMatch"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MatchLengthCode(uint length) => length < FirstLongMatch
        ? MatchCodes[length]
        : BitOperations.Log2(length) + LongMatchBias;

    /// <summary>The first length of each code.</summary>
    /// <param name="bits">How many bits follow each code.</param>
    /// <param name="first">The first length.</param>
    public static uint[] Bases(ReadOnlySpan<byte> bits, uint first)
    {
        var bases = new uint[bits.Length];
        for (int code = 0; code < bits.Length; code++)
        {
            bases[code] = first;
            first += 1u << bits[code];
        }
        return bases;
    }

    private static byte[] MakeCodes(ReadOnlySpan<byte> bits, uint first, int count)
    {
        uint[] bases = Bases(bits, first);
        var codes = new byte[count];
        for (int length = 0, code = 0; length < count; length++)
        {
            while (code + 1 < bases.Length && bases[code + 1] <= length)
            {
                code++;
            }
            codes[length] = (byte)code;
        }
        return codes;
    }
}
