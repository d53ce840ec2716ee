namespace Avocado.Formats.Compression.Deflate;

/// <summary>What RFC 1951 fixes: the alphabets and their limits (section 3.2.5 to 3.2.7).</summary>
internal static class DeflateFormat
{
    public const int WindowSize = 1 << 15;
    public const int MinMatch = 3;
    public const int MaxMatch = 258;

    public const int EndOfBlock = 256;
    public const int FirstLengthSymbol = 257;

    /// <summary>Literals, the end of block and 29 length slots.</summary>
    public const int LiteralSymbols = FirstLengthSymbol + 29;

    public const int OffsetSymbols = 30;
    public const int MaxCodeLength = 15;

    /// <summary>The alphabet that code lengths are sent in.</summary>
    public const int LengthCodeSymbols = 19;

    public const int MaxLengthCodeLength = 7;

    /// <summary>The most a stored block holds.</summary>
    public const int MaxStored = ushort.MaxValue;

    /// <summary>Block types, as the two bits of a block header (section 3.2.3).</summary>
    public const int Stored = 0;
    public const int FixedCodes = 1;
    public const int DynamicCodes = 2;

    public const int BlockHeaderBits = 3;

    /// <summary>The slot of each match length, index length less <see cref="MinMatch"/>.</summary>
    public static readonly byte[] LengthSlots = SlotsOf(LengthBases, MaxMatch - MinMatch + 1, MinMatch);

    /// <summary>
    /// The slot of each offset: index offset less 1 up to 256, above that 256 + ((offset less 1) / 128), since the
    /// bases of large slots are multiples of 128 (plus 1).
    /// </summary>
    public static readonly byte[] OffsetSlots = MakeOffsetSlots();

    public static ReadOnlySpan<ushort> LengthBases =>
    [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31,
        35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
    ];

    public static ReadOnlySpan<byte> LengthExtraBits =>
        [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

    public static ReadOnlySpan<ushort> OffsetBases =>
    [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193,
        257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577,
    ];

    public static ReadOnlySpan<byte> OffsetExtraBits =>
        [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];

    /// <summary>The slot of an offset of 1 to 32768.</summary>
    public static int OffsetSlot(int offset) =>
        OffsetSlots[offset <= 256 ? offset - 1 : 256 + ((offset - 1) >> 7)];

    private static byte[] MakeOffsetSlots()
    {
        byte[] all = SlotsOf(OffsetBases, WindowSize, 1);
        var slots = new byte[256 + (WindowSize >> 7)];
        all.AsSpan(0, 256).CopyTo(slots);
        for (int i = 0; i < WindowSize >> 7; i++)
        {
            slots[256 + i] = all[i << 7];
        }
        return slots;
    }

    private static byte[] SlotsOf(ReadOnlySpan<ushort> bases, int count, int first)
    {
        var slots = new byte[count];
        for (int i = 0, slot = 0; i < count; i++)
        {
            slot += slot + 1 < bases.Length && i + first >= bases[slot + 1] ? 1 : 0;
            slots[i] = (byte)slot;
        }
        return slots;
    }
}
