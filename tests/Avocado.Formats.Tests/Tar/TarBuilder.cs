using System.Text;

namespace Avocado.Formats.Tests.Tar;

/// <summary>Makes archives no tar would make.</summary>
internal sealed class TarBuilder
{
    private const int Block = 512;
    private readonly List<byte> _archive = [];

    /// <summary>The fields of a header as text, by offset; the checksum is made right.</summary>
    public TarBuilder Entry(char type, string name, string content = "", params (int Offset, string Text)[] fields)
    {
        var header = new byte[Block];
        Put(header, 0, name);
        Put(header, 100, "0000644");
        Put(header, 108, "0000000");
        Put(header, 116, "0000000");
        Put(header, 124, Convert.ToString(Encoding.Latin1.GetByteCount(content), 8).PadLeft(11, '0'));
        Put(header, 136, "00000000000");
        header[156] = (byte)type;
        Put(header, 257, "ustar\0" + "00");
        foreach ((int offset, string text) in fields)
        {
            Put(header, offset, text);
        }
        return Raw(WithChecksum(header)).Content(content);
    }

    public TarBuilder Pax(char type, params (string Key, string Value)[] records) =>
        Entry(type, "pax", string.Concat(records.Select(r => Record(r.Key, r.Value))));

    public TarBuilder Raw(byte[] bytes)
    {
        _archive.AddRange(bytes);
        return this;
    }

    /// <summary>The archive with its two blocks of zeros.</summary>
    public byte[] End() => [.. _archive, .. new byte[2 * Block]];

    /// <summary>A header with the checksum that its other bytes have.</summary>
    public static byte[] WithChecksum(byte[] header)
    {
        Put(header, 148, new string(' ', 8));
        int sum = header.Sum(b => b);
        Put(header, 148, Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ");
        return header;
    }

    private static string Record(string key, string value)
    {
        string rest = $" {key}={value}\n";
        int length = rest.Length + 1;
        while ($"{length}{rest}".Length != length)
        {
            length++;
        }
        return $"{length}{rest}";
    }

    private TarBuilder Content(string content)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(content);
        return Raw(bytes).Raw(new byte[-bytes.Length & (Block - 1)]);
    }

    private static void Put(byte[] header, int offset, string text) =>
        Encoding.Latin1.GetBytes(text).CopyTo(header, offset);
}
