using System.Runtime.CompilerServices;

namespace Avocado.Formats.Compression.Zstandard;

/// <summary>The three offsets that sequences may repeat (section 3.1.1.5).</summary>
internal record struct RepeatOffsets(uint First, uint Second, uint Third)
{
    /// <summary>What a frame begins with.</summary>
    public static RepeatOffsets AtStart => new(1, 4, 8);

    /// <summary>Takes an offset and says what names it.</summary>
    /// <param name="offset">How far back the match is.</param>
    /// <param name="hasLiterals">Whether literals come before the match.</param>
    /// <returns>1 to 3 for a repeated offset, otherwise the offset and 3.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Take(uint offset, bool hasLiterals)
    {
        (uint first, uint second, uint third) = (First, Second, Third);
        uint value = Take(offset, hasLiterals, ref first, ref second, ref third);
        (First, Second, Third) = (first, second, third);
        return value;
    }

    /// <summary>The same for offsets in variables of their own, which loops keep in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Take(uint offset, bool hasLiterals, ref uint first, ref uint second, ref uint third)
    {
        // By masks instead of branches, which could not be foretold. Without literals each number names the next.
        uint literals = MaskOf(hasLiterals);
        uint value = offset + SequenceCodes.RepeatedOffsets;
        value = Select(MaskOf(offset == Select(literals, third, first - 1)), 3, value);
        value = Select(MaskOf(offset == Select(literals, second, third)), 2, value);
        value = Select(MaskOf(offset == Select(literals, first, second)), 1, value);
        uint place = value + 1 + literals;
        third = Select(MaskOf(place >= 3), second, third);
        second = Select(MaskOf(place >= 2), first, second);
        first = offset;
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint MaskOf(bool condition) => 0 - (condition ? 1u : 0u);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Select(uint mask, uint whenSet, uint otherwise) => otherwise ^ ((otherwise ^ whenSet) & mask);
}
