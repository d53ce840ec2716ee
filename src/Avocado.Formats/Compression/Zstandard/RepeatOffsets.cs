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
        if (hasLiterals)
        {
            if (offset == First)
            {
                return 1;
            }
            if (offset == Second)
            {
                (First, Second) = (Second, First);
                return 2;
            }
            if (offset == Third)
            {
                (First, Second, Third) = (Third, First, Second);
                return 3;
            }
        }
        else
        {
            if (offset == Second)
            {
                (First, Second) = (Second, First);
                return 1;
            }
            if (offset == Third)
            {
                (First, Second, Third) = (Third, First, Second);
                return 2;
            }
            if (offset == First - 1)
            {
                (First, Second, Third) = (offset, First, Second);
                return 3;
            }
        }
        (First, Second, Third) = (offset, First, Second);
        return offset + SequenceCodes.RepeatedOffsets;
    }
}
