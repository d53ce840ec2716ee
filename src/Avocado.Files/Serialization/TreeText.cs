using System.Buffers;
using Avocado.Files.Diagnostics;

namespace Avocado.Files.Serialization;

/// <summary>The escapes of a tree file: a field never holds a space, a line end or a control character.</summary>
internal static class TreeText
{
    private const int EscapeLength = 4;

    private static readonly SearchValues<byte> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, ' ' + 1).Select(b => (byte)b), 0x7F, (byte)'\\']);

    /// <summary>Appends bytes with their escapes.</summary>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOfAny(Escaped) is var at and >= 0)
        {
            output.Write(bytes[..at]);
            Span<byte> escape = output.GetSpan(EscapeLength);
            "\\x"u8.CopyTo(escape);
            Convert.TryToHexString(bytes.Slice(at, 1), escape[2..], out _);
            output.Advance(EscapeLength);
            bytes = bytes[(at + 1)..];
        }
        output.Write(bytes);
    }

    /// <summary>The bytes of a field.</summary>
    /// <exception cref="DamagedFormatException">An escape is cut or no hexadecimal number.</exception>
    public static byte[] Read(ReadOnlySpan<byte> field)
    {
        if (!field.Contains((byte)'\\'))
        {
            return field.ToArray();
        }
        var bytes = new byte[field.Length];
        int length = 0;
        for (int i = 0; i < field.Length; i++)
        {
            if (field[i] != '\\')
            {
                bytes[length++] = field[i];
                continue;
            }
            if (i + EscapeLength > field.Length || field[i + 1] != 'x'
                || Convert.FromHexString(field.Slice(i + 2, 2), bytes.AsSpan(length), out _, out int written)
                    != OperationStatus.Done || written != 1)
            {
                throw new DamagedFormatException(FileTreeFile.FormatName, "a cut escape");
            }
            length++;
            i += EscapeLength - 1;
        }
        return bytes[..length];
    }
}
