using System.Text;

namespace Avocado.Packages.OpenPgp;

/// <summary>
/// ASCII armor (RFC 9580 section 6.2): headers, a blank line, base64, an optional checksum that decides nothing.
/// </summary>
internal static class Armor
{
    private const string Begin = "-----BEGIN PGP ";
    private const string End = "-----END PGP ";

    /// <summary>True when the bytes start like armor; binary packets never do.</summary>
    public static bool IsArmored(ReadOnlySpan<byte> bytes) => bytes.TrimStart(" \t\r\n"u8).StartsWith("-----"u8);

    /// <summary>Decodes every block of a file.</summary>
    /// <exception cref="Avocado.Files.Diagnostics.DamagedFormatException">The text is no armor.</exception>
    public static List<byte[]> DecodeAll(ReadOnlySpan<byte> bytes)
    {
        var blocks = new List<byte[]>();
        using var reader = new StringReader(Encoding.Latin1.GetString(bytes));
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith(Begin, StringComparison.Ordinal))
            {
                blocks.Add(DecodeBody(reader));
            }
        }
        return blocks;
    }

    /// <summary>Decodes a block whose first line was read, up to its last line.</summary>
    internal static byte[] DecodeBody(TextReader reader)
    {
        while (reader.ReadLine() is { } header && header.Trim().Length > 0)
        {
            if (!header.Contains(':'))
            {
                throw OpenPgpFormat.Damaged("armor with a line that is no header");
            }
        }
        var base64 = new StringBuilder();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith(End, StringComparison.Ordinal))
            {
                var bytes = new byte[base64.Length];
                return Convert.TryFromBase64String(base64.ToString(), bytes, out int written)
                    ? bytes[..written]
                    : throw OpenPgpFormat.Damaged("armor that is not base64");
            }
            // A line that starts with '=' is the checksum of old armor.
            if (!line.StartsWith('='))
            {
                base64.Append(line.Trim());
            }
        }
        throw OpenPgpFormat.Damaged("armor without its last line");
    }
}
