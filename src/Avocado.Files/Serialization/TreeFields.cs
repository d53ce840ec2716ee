using System.Globalization;
using System.Text;
using Avocado.Files.Diagnostics;

namespace Avocado.Files.Serialization;

/// <summary>The fields of one line of a tree file, one after the other.</summary>
internal ref struct TreeFields
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly int _line;
    private ReadOnlySpan<byte> _rest;

    /// <param name="line">The line without its end.</param>
    /// <param name="number">Its number, for messages.</param>
    public TreeFields(ReadOnlySpan<byte> line, int number)
    {
        _rest = line;
        _line = number;
    }

    /// <summary>True when nothing is left.</summary>
    public readonly bool IsEmpty => _rest.IsEmpty;

    /// <summary>The next field.</summary>
    public ReadOnlySpan<byte> Next()
    {
        if (_rest.IsEmpty)
        {
            throw Damaged("a field is missing");
        }
        int end = _rest.IndexOf((byte)' ');
        ReadOnlySpan<byte> field = end < 0 ? _rest : _rest[..end];
        _rest = end < 0 ? [] : _rest[(end + 1)..];
        return field;
    }

    /// <summary>The next field, "key=value".</summary>
    public ReadOnlySpan<byte> Next(out ReadOnlySpan<byte> key)
    {
        ReadOnlySpan<byte> field = Next();
        Split(field, (byte)'=', out key, out ReadOnlySpan<byte> value);
        return value;
    }

    /// <summary>Cuts a field in two at the first separator.</summary>
    public readonly void Split(
        ReadOnlySpan<byte> field, byte separator, out ReadOnlySpan<byte> first, out ReadOnlySpan<byte> second)
    {
        int at = field.IndexOf(separator);
        if (at < 0)
        {
            throw Damaged($"no '{(char)separator}' in a field");
        }
        first = field[..at];
        second = field[(at + 1)..];
    }

    /// <summary>A number from 0 to <paramref name="limit"/>.</summary>
    public readonly long Number(ReadOnlySpan<byte> field, long limit = long.MaxValue)
    {
        long value = Signed(field);
        return value >= 0 && value <= limit ? value : throw Damaged("a number out of its range");
    }

    /// <summary>A number that may be negative.</summary>
    public readonly long Signed(ReadOnlySpan<byte> field) =>
        long.TryParse(field, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw Damaged("not a number");

    /// <summary>A mode of up to 12 bits in octal digits.</summary>
    public readonly ushort Mode(ReadOnlySpan<byte> field)
    {
        int mode = 0;
        foreach (byte digit in field)
        {
            mode = digit is >= (byte)'0' and <= (byte)'7' && mode <= 0xFFF >> 3
                ? (mode << 3) | (digit - '0')
                : throw Damaged("not a mode");
        }
        return (ushort)mode;
    }

    /// <summary>A digest of 64 hexadecimal characters, lower case.</summary>
    public readonly Sha256Digest Digest(ReadOnlySpan<byte> field) =>
        field.Length == 2 * Sha256Digest.Size && !field.ContainsAnyInRange((byte)'A', (byte)'F')
        && Sha256Digest.TryParse(Encoding.ASCII.GetString(field), out Sha256Digest digest)
            ? digest
            : throw Damaged("not a SHA-256 digest");

    /// <summary>Text without its escapes.</summary>
    public readonly string Text(ReadOnlySpan<byte> field)
    {
        try
        {
            return Strict.GetString(TreeText.Read(field));
        }
        catch (DecoderFallbackException)
        {
            throw Damaged("not UTF-8");
        }
    }

    /// <summary>Bytes in base 64.</summary>
    public readonly byte[] Base64(ReadOnlySpan<byte> field)
    {
        var bytes = new byte[System.Buffers.Text.Base64.GetMaxDecodedFromUtf8Length(field.Length)];
        return System.Buffers.Text.Base64.DecodeFromUtf8(field, bytes, out int read, out int written)
            == System.Buffers.OperationStatus.Done && read == field.Length
            ? bytes[..written]
            : throw Damaged("not base 64");
    }

    /// <summary>What is wrong, with the line.</summary>
    public readonly DamagedFormatException Damaged(string what) =>
        new(FileTreeFile.FormatName, $"{what}, line {_line.ToString(CultureInfo.InvariantCulture)}");
}
