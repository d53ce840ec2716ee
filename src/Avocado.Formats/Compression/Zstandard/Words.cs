using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Avocado.Formats.Compression.Zstandard;

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
    public static void Copy16(byte* to, byte* from) =>
        System.Runtime.Intrinsics.Vector128.Store(System.Runtime.Intrinsics.Vector128.Load(from), to);
}
