using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Avocado.Formats.Compression.Lz4;

/// <summary>Loads and compares that give the same values on every processor.</summary>
internal static unsafe class Lz4Memory
{
    /// <summary>The first element of an array that is pinned for good.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T* Pointer<T>(T[] pinned)
        where T : unmanaged =>
        (T*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Load32(byte* bytes)
    {
        uint value = Unsafe.ReadUnaligned<uint>(bytes);
        return BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Load64(byte* bytes)
    {
        ulong value = Unsafe.ReadUnaligned<ulong>(bytes);
        return BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
    }

    /// <summary>How many bytes from <paramref name="next"/> on, up to <paramref name="limit"/>, are equal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int CountEqual(byte* match, byte* next, byte* limit)
    {
        byte* start = next;
        for (; limit - next >= sizeof(ulong); next += sizeof(ulong), match += sizeof(ulong))
        {
            ulong difference = Load64(match) ^ Load64(next);
            if (difference != 0)
            {
                return (int)(next - start) + (BitOperations.TrailingZeroCount(difference) >> 3);
            }
        }
        for (; next < limit && *match == *next; next++, match++)
        {
        }
        return (int)(next - start);
    }
}
