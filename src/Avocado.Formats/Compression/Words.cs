using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Avocado.Formats.Compression;

/// <summary>Words at any address, low byte first on every processor.</summary>
internal static unsafe class Words
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Load32(byte* at)
    {
        uint value = Unsafe.ReadUnaligned<uint>(at);
        return BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Load64(byte* at)
    {
        ulong value = Unsafe.ReadUnaligned<ulong>(at);
        return BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store64(byte* at, ulong value) =>
        Unsafe.WriteUnaligned(at, BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value));

    /// <summary>Copies a word; source and target may overlap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy8(byte* to, byte* from) =>
        Unsafe.WriteUnaligned(to, Unsafe.ReadUnaligned<ulong>(from));

    /// <summary>Copies sixteen bytes, all read before any is written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy16(byte* to, byte* from) => Vector128.Load(from).Store(to);

    /// <summary>How many bytes agree, up to <paramref name="end"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint CountEqual(byte* next, byte* match, byte* end)
    {
        byte* start = next;
        while (next + sizeof(ulong) <= end)
        {
            ulong difference = Load64(next) ^ Load64(match);
            if (difference != 0)
            {
                return (uint)(next - start) + ((uint)BitOperations.TrailingZeroCount(difference) >> 3);
            }
            next += sizeof(ulong);
            match += sizeof(ulong);
        }
        while (next < end && *next == *match)
        {
            next++;
            match++;
        }
        return (uint)(next - start);
    }
}
