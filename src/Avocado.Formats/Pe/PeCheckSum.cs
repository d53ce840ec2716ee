using System.Buffers.Binary;

namespace Avocado.Formats.Pe;

/// <summary>
/// The checksum of the optional header: all 16-bit words of the file added with end-around carry, the field itself
/// taken as zero, plus the length of the file. Append in order; a mutable value.
/// </summary>
internal struct PeCheckSum
{
    private ulong _sum;
    private long _length;

    /// <summary>Adds bytes behind those added before.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }
        if ((_length & 1) != 0)
        {
            // A half word stands open: this byte is its upper half.
            _sum += (ulong)bytes[0] << 8;
            _length++;
            bytes = bytes[1..];
        }
        _length += bytes.Length;
        // Carries fold in at the end, so wider words may be added; 2^32 of them fit into 64 bits.
        for (; bytes.Length >= sizeof(uint); bytes = bytes[sizeof(uint)..])
        {
            _sum += BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        }
        for (int i = 0; i < bytes.Length; i++)
        {
            _sum += (ulong)bytes[i] << (8 * i);
        }
    }

    /// <summary>Adds a run that was summed on its own and begins at an even position.</summary>
    public void Append(PeCheckSum next)
    {
        _sum += next._sum;
        _length += next._length;
    }

    /// <summary>The checksum of everything added.</summary>
    public readonly uint Finish()
    {
        ulong sum = _sum;
        while (sum > ushort.MaxValue)
        {
            sum = (sum & ushort.MaxValue) + (sum >> 16);
        }
        return checked((uint)sum + (uint)_length);
    }
}
