using System.Buffers.Binary;

namespace Avocado.Packages.OpenPgp;

/// <summary>Unsigned integers of any length (RFC 9580 section 3.2): a count of bits, then the bytes.</summary>
internal static class MultiprecisionInteger
{
    private const int LengthSize = sizeof(ushort);

    /// <summary>Takes an integer's bytes from the front of <paramref name="data"/>.</summary>
    public static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> data)
    {
        if (data.Length < LengthSize)
        {
            throw OpenPgpFormat.Damaged("an integer is cut off");
        }
        int size = (BinaryPrimitives.ReadUInt16BigEndian(data) + 7) / 8;
        if (data.Length - LengthSize < size)
        {
            throw OpenPgpFormat.Damaged("an integer is cut off");
        }
        ReadOnlySpan<byte> value = data.Slice(LengthSize, size);
        data = data[(LengthSize + size)..];
        return value;
    }
}
