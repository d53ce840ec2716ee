using System.Runtime.CompilerServices;

namespace Avocado.Formats.Compression.Zstandard;

/// <summary>
/// Numbers the bytes of the input, frame after frame: tables of earlier frames need no clearing, because what they
/// hold is below <see cref="Lowest"/>. Results never depend on where the numbers begin.
/// </summary>
/// <param name="maxIndex">Numbers end about here and begin anew.</param>
internal sealed unsafe class InputIndex(uint maxIndex)
{
    public const uint DefaultMax = 0x70000000;

    /// <summary>Numbers are moved by multiples of this, so that tables indexed by their low bits stay right.</summary>
    public const uint Step = 1 << 22;

    /// <summary>Where number 0 would be.</summary>
    public byte* Base { get; private set; }

    /// <summary>The first byte that matches may reach; never 0, which means nothing in tables.</summary>
    public uint Lowest { get; private set; } = 1;

    /// <summary>The frame's first byte.</summary>
    public uint First { get; private set; } = 1;

    /// <summary>Behind the last byte that was numbered.</summary>
    public uint End { get; private set; } = 1;

    /// <summary>The number of a byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Of(byte* at) => (uint)(at - Base);

    /// <summary>Begins a frame.</summary>
    /// <returns>True when tables must be cleared.</returns>
    public bool Begin(byte* source)
    {
        bool isFull = End > maxIndex;
        First = Lowest = isFull ? 1 : End + 1;
        End = First;
        Base = source - First;
        return isFull;
    }

    /// <summary>The input was moved in memory.</summary>
    public void Move(long distance) => Base += distance;

    /// <summary>Takes the next block.</summary>
    /// <param name="end">Behind the block.</param>
    /// <param name="window">How far matches reach back.</param>
    /// <returns>By how much all numbers in tables must be made smaller; those that are not above it become 0.</returns>
    public uint Take(byte* end, long window)
    {
        End = Of(end);
        Lowest = (uint)Math.Max(First, End - window);
        if (End <= maxIndex || Lowest <= Step)
        {
            return 0;
        }
        uint reduction = (Lowest - 1) & ~(Step - 1);
        Base += reduction;
        End -= reduction;
        Lowest -= reduction;
        First = First > reduction ? First - reduction : 1;
        return reduction;
    }
}
