using System.Buffers.Binary;

namespace Avocado.Formats.Compression.Checksums;

/// <summary>CRC-32 of IEEE 802.3: gzip, XZ, GPT, SquashFS tools. Reflected polynomial 0xEDB88320.</summary>
public static class Crc32
{
    /// <summary>Bytes taken per step ("slicing by 8").</summary>
    private const int Slices = 8;

    private static readonly uint[] Table = MakeTable();

    /// <summary>The CRC of <paramref name="bytes"/>.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    /// <summary>The CRC of everything before and <paramref name="bytes"/>.</summary>
    /// <param name="crc">The CRC so far; 0 at the start.</param>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        // Slices * 256 entries; constant indices below Table.Length let the compiler drop the bounds checks.
        ReadOnlySpan<uint> table = Table.AsSpan(0, Slices * 256);
        crc = ~crc;
        for (; bytes.Length >= Slices; bytes = bytes[Slices..])
        {
            uint low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            uint high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[sizeof(uint)..]);
            crc = table[0x700 + (byte)low]
                ^ table[0x600 + (byte)(low >> 8)]
                ^ table[0x500 + (byte)(low >> 16)]
                ^ table[0x400 + (int)(low >> 24)]
                ^ table[0x300 + (byte)high]
                ^ table[0x200 + (byte)(high >> 8)]
                ^ table[0x100 + (byte)(high >> 16)]
                ^ table[(int)(high >> 24)];
        }
        foreach (byte value in bytes)
        {
            crc = table[(byte)(crc ^ value)] ^ (crc >> 8);
        }
        return ~crc;
    }

    /// <summary>Table n holds the CRC of a byte followed by n zero bytes.</summary>
    private static uint[] MakeTable()
    {
        const uint polynomial = 0xEDB88320;
        var table = new uint[Slices * 256];
        for (int i = 0; i < table.Length; i++)
        {
            if (i >= 256)
            {
                uint shorter = table[i - 256];
                table[i] = table[(byte)shorter] ^ (shorter >> 8);
                continue;
            }
            uint crc = (uint)i;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (polynomial & (0 - (crc & 1)));
            }
            table[i] = crc;
        }
        return table;
    }
}
