using System.Buffers.Binary;

namespace Avocado.Formats.Compression.Checksums;

/// <summary>CRC-64 of ECMA-182 in the reflected form XZ uses: polynomial 0xC96C5795D7870F42.</summary>
public static class Crc64
{
    /// <summary>Bytes taken per step ("slicing by 8").</summary>
    private const int Slices = 8;

    private static readonly ulong[] Table = MakeTable();

    /// <summary>The CRC of <paramref name="bytes"/>.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    /// <summary>The CRC of everything before and <paramref name="bytes"/>.</summary>
    /// <param name="crc">The CRC so far; 0 at the start.</param>
    public static ulong Append(ulong crc, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<ulong> table = Table.AsSpan(0, Slices * 256);
        crc = ~crc;
        for (; bytes.Length >= Slices; bytes = bytes[Slices..])
        {
            crc ^= BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            crc = table[0x700 + (byte)crc]
                ^ table[0x600 + (byte)(crc >> 8)]
                ^ table[0x500 + (byte)(crc >> 16)]
                ^ table[0x400 + (byte)(crc >> 24)]
                ^ table[0x300 + (byte)(crc >> 32)]
                ^ table[0x200 + (byte)(crc >> 40)]
                ^ table[0x100 + (byte)(crc >> 48)]
                ^ table[(int)(crc >> 56)];
        }
        foreach (byte value in bytes)
        {
            crc = table[(byte)(crc ^ value)] ^ (crc >> 8);
        }
        return ~crc;
    }

    /// <summary>Table n holds the CRC of a byte followed by n zero bytes.</summary>
    private static ulong[] MakeTable()
    {
        const ulong polynomial = 0xC96C5795D7870F42;
        var table = new ulong[Slices * 256];
        for (int i = 0; i < table.Length; i++)
        {
            if (i >= 256)
            {
                ulong shorter = table[i - 256];
                table[i] = table[(byte)shorter] ^ (shorter >> 8);
                continue;
            }
            ulong crc = (ulong)i;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (polynomial & (0 - (crc & 1)));
            }
            table[i] = crc;
        }
        return table;
    }
}
