namespace Avocado.Formats.Compression.Xz;

/// <summary>Where the model's probabilities lie in one array; each offset follows from the one before.</summary>
internal static class LzmaProbabilities
{
    public const int States = 12;
    public const int MaxPositionStates = 16;
    public const int LengthStates = 4;

    /// <summary>Slots below this are distances themselves; see <see cref="LzmaDecoder"/>.</summary>
    public const int FirstModelledSlot = 4;

    /// <summary>From this slot on most bits of a distance are not modelled.</summary>
    public const int FirstDirectSlot = 14;

    public const int AlignBits = 4;
    public const int SlotBits = 6;

    private const int ModelledDistances = 1 << (FirstDirectSlot / 2);

    public const int IsMatch = 0;
    public const int IsRepeat = IsMatch + (States * MaxPositionStates);
    public const int IsRepeat0 = IsRepeat + States;
    public const int IsRepeat1 = IsRepeat0 + States;
    public const int IsRepeat2 = IsRepeat1 + States;
    public const int IsLongRepeat0 = IsRepeat2 + States;
    public const int Slots = IsLongRepeat0 + (States * MaxPositionStates);

    /// <summary>
    /// Reverse bit trees of the slots 4 to 13, at their distance's base less the slot: trees of 2^n-1 nodes packed
    /// without gaps, indexed from 1.
    /// </summary>
    public const int Special = Slots + (LengthStates << SlotBits);

    public const int Align = Special + ModelledDistances - FirstDirectSlot + 1;
    public const int MatchLength = Align + (1 << AlignBits);
    public const int RepeatLength = MatchLength + LengthSize;
    public const int Literals = RepeatLength + LengthSize;

    /// <summary>A literal coder: 256 plain and 2 * 256 matched contexts.</summary>
    public const int LiteralSize = 0x300;

    // Inside a length coder:
    public const int LengthChoice = 0;
    public const int LengthChoice2 = 1;
    public const int LengthLow = 2;
    public const int LengthMiddle = LengthLow + (MaxPositionStates << LengthLowBits);
    public const int LengthHigh = LengthMiddle + (MaxPositionStates << LengthLowBits);
    public const int LengthLowBits = 3;
    public const int LengthHighBits = 8;
    private const int LengthSize = LengthHigh + (1 << LengthHighBits);

    /// <summary>How many probabilities a model has.</summary>
    /// <param name="literalBits">lc + lp, at most 4 in LZMA2.</param>
    public static int Count(int literalBits) => Literals + (LiteralSize << literalBits);
}
