using System.Buffers.Binary;

namespace Avocado.Packages.OpenPgp;

/// <summary>
/// Walks the packets of OpenPGP data (RFC 9580 section 4). Partial lengths, which only bulk data has, are refused.
/// </summary>
internal ref struct PacketReader(ReadOnlySpan<byte> data)
{
    private const byte AlwaysSet = 0x80;
    private const byte NewFormat = 0x40;

    private ReadOnlySpan<byte> _rest = data;

    /// <summary>The current packet's type.</summary>
    public byte Type { get; private set; }

    /// <summary>The current packet's body.</summary>
    public ReadOnlySpan<byte> Body { get; private set; }

    /// <summary>Goes to the next packet; false at the end.</summary>
    /// <exception cref="Avocado.Files.Diagnostics.DamagedFormatException">
    /// The data is no sequence of packets.
    /// </exception>
    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }
        byte header = _rest[0];
        if ((header & AlwaysSet) == 0)
        {
            throw OpenPgpFormat.Damaged("a packet header without its first bit");
        }
        uint length;
        int headerSize;
        if ((header & NewFormat) != 0)
        {
            Type = (byte)(header & 0x3F);
            (length, int lengthSize) = ReadLength(_rest[1..], partialFrom: 224);
            headerSize = 1 + lengthSize;
        }
        else
        {
            Type = (byte)((header >> 2) & 0x0F);
            int lengthSize = (header & 3) switch
            {
                0 => 1,
                1 => 2,
                2 => 4,
                _ => throw OpenPgpFormat.Damaged("a packet of indeterminate length"),
            };
            headerSize = 1 + lengthSize;
            if (_rest.Length < headerSize)
            {
                throw OpenPgpFormat.Damaged("a packet header is cut off");
            }
            length = lengthSize switch
            {
                1 => _rest[1],
                2 => BinaryPrimitives.ReadUInt16BigEndian(_rest[1..]),
                _ => BinaryPrimitives.ReadUInt32BigEndian(_rest[1..]),
            };
        }
        if (length > _rest.Length - headerSize)
        {
            throw OpenPgpFormat.Damaged("a packet is cut off");
        }
        Body = _rest.Slice(headerSize, (int)length);
        _rest = _rest[(headerSize + (int)length)..];
        return true;
    }

    /// <summary>
    /// Reads a length of one, two or five octets (RFC 9580 sections 4.2.1 and 5.2.3.7); first octets from
    /// <paramref name="partialFrom"/> to 254 mean partial lengths and are refused.
    /// </summary>
    internal static (uint Length, int Size) ReadLength(ReadOnlySpan<byte> data, int partialFrom = 255)
    {
        if (data.IsEmpty)
        {
            throw OpenPgpFormat.Damaged("a length is cut off");
        }
        int first = data[0];
        if (first < 192)
        {
            return ((uint)first, 1);
        }
        if (first >= partialFrom && first < 255)
        {
            throw OpenPgpFormat.Damaged("a packet of partial length");
        }
        int size = first == 255 ? 5 : 2;
        if (data.Length < size)
        {
            throw OpenPgpFormat.Damaged("a length is cut off");
        }
        return first == 255
            ? (BinaryPrimitives.ReadUInt32BigEndian(data[1..]), size)
            : ((uint)(((first - 192) << 8) + data[1] + 192), size);
    }
}
