using System.Buffers.Binary;

namespace Avocado.Formats.Tar;

/// <summary>A field of a header: where it lies and how its text and numbers are read.</summary>
internal readonly record struct TarField(int Offset, int Length)
{
    /// <summary>The offset behind the field.</summary>
    public int End => Offset + Length;

    /// <summary>The field of <paramref name="length"/> bytes that follows this one.</summary>
    public TarField Then(int length) => new(End, length);

    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> header) => header.Slice(Offset, Length);

    /// <summary>The bytes up to the first NUL.</summary>
    public ReadOnlySpan<byte> Text(ReadOnlySpan<byte> header)
    {
        ReadOnlySpan<byte> bytes = In(header);
        return bytes.IndexOf((byte)0) is var end and >= 0 ? bytes[..end] : bytes;
    }

    /// <summary>
    /// Octal digits with spaces around them, ended by a space or NUL; or, where the first byte is 0x80 or 0xFF, GNU's
    /// big-endian two's complement. An empty field is 0.
    /// </summary>
    public bool TryNumber(ReadOnlySpan<byte> header, out long value)
    {
        ReadOnlySpan<byte> bytes = In(header);
        return bytes[0] is 0x80 or 0xFF ? TryBinary(bytes, out value) : TryOctal(bytes, out value);
    }

    private static bool TryBinary(ReadOnlySpan<byte> bytes, out long value)
    {
        byte sign = bytes[0] == 0xFF ? (byte)0xFF : (byte)0;
        ReadOnlySpan<byte> low = bytes[^Math.Min(sizeof(long), bytes.Length - 1)..];
        Span<byte> extended = stackalloc byte[sizeof(long)];
        extended.Fill(sign);
        low.CopyTo(extended[^low.Length..]);
        value = BinaryPrimitives.ReadInt64BigEndian(extended);
        return !bytes[1..^low.Length].ContainsAnyExcept(sign) && (value < 0) == (sign != 0);
    }

    private static bool TryOctal(ReadOnlySpan<byte> bytes, out long value)
    {
        value = 0;
        ReadOnlySpan<byte> digits = bytes.TrimStart((byte)' ');
        int end = digits.IndexOfAny((byte)0, (byte)' ');
        digits = end < 0 ? digits : digits[..end];
        foreach (byte digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'7')
            {
                return false;
            }
            // Fields have at most 12 digits: no overflow.
            value = (value << 3) | (uint)(digit - '0');
        }
        return true;
    }
}
