using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Avocado.Packages.OpenPgp;

/// <summary>
/// A text with its signatures in one file (RFC 9580 section 7), as InRelease files are. Nothing but the signed text
/// can be had from it: what stands before or after it is refused.
/// </summary>
public sealed class CleartextMessage
{
    private const string BeginMessage = "-----BEGIN PGP SIGNED MESSAGE-----";
    private const string BeginSignature = "-----BEGIN PGP SIGNATURE-----";
    private const string HashHeader = "Hash:";
    private const string DashEscape = "- ";

    private readonly byte[] _canonical;

    private CleartextMessage(string text, ImmutableArray<Signature?> signatures)
    {
        Text = Encoding.UTF8.GetBytes(text);
        _canonical = Encoding.UTF8.GetBytes(text.Replace("\n", "\r\n", StringComparison.Ordinal));
        Signatures = signatures;
    }

    /// <summary>The signed text: lines end in '\n' (the last has none) and have no blanks at their ends.</summary>
    public ReadOnlyMemory<byte> Text { get; }

    /// <summary>The signatures; null for those of a kind that is not checked.</summary>
    internal ImmutableArray<Signature?> Signatures { get; }

    /// <summary>Reads a message.</summary>
    /// <exception cref="Avocado.Files.Diagnostics.DamagedFormatException">
    /// The bytes are no cleartext-signed message.
    /// </exception>
    public static CleartextMessage Parse(ReadOnlySpan<byte> bytes)
    {
        if (!System.Text.Unicode.Utf8.IsValid(bytes))
        {
            throw OpenPgpFormat.Damaged("a signed text that is not UTF-8");
        }
        // Lines end at '\n' alone: a text must not look different to the signer and to us.
        string[] lines = Encoding.UTF8.GetString(bytes).Split('\n');
        int next = 0;
        if (TrimEnd(lines[next++]) != BeginMessage)
        {
            throw OpenPgpFormat.Damaged("a file that does not begin with a signed message");
        }
        for (; next < lines.Length && TrimEnd(lines[next]).Length > 0; next++)
        {
            if (!lines[next].StartsWith(HashHeader, StringComparison.Ordinal))
            {
                throw OpenPgpFormat.Damaged("a signed message with an unknown header");
            }
        }
        int first = ++next;
        while (next < lines.Length && TrimEnd(lines[next]) != BeginSignature)
        {
            next++;
        }
        if (next >= lines.Length)
        {
            throw OpenPgpFormat.Damaged("a signed message without its signature");
        }
        string text = string.Join('\n', lines[first..next].Select(Unescape));
        using var rest = new StringReader(string.Join('\n', lines[(next + 1)..]));
        byte[] packets = Armor.DecodeBody(rest);
        if (rest.ReadToEnd().Trim().Length > 0)
        {
            throw OpenPgpFormat.Damaged("text after a signed message");
        }
        return new CleartextMessage(text, ReadSignatures(packets));
    }

    /// <summary>Hashes the text as its signatures do (RFC 9580 sections 5.2.4 and 7.2).</summary>
    internal void AppendTo(IncrementalHash hash) => hash.AppendData(_canonical);

    private static string Unescape(string line)
    {
        line = TrimEnd(line);
        if (line.StartsWith(DashEscape, StringComparison.Ordinal))
        {
            return line[DashEscape.Length..];
        }
        return !line.StartsWith('-') ? line : throw OpenPgpFormat.Damaged("a signed text with an unescaped dash");
    }

    private static string TrimEnd(string line) => line.TrimEnd(' ', '\t', '\r');

    private static ImmutableArray<Signature?> ReadSignatures(ReadOnlySpan<byte> data)
    {
        ImmutableArray<Signature?>.Builder all = ImmutableArray.CreateBuilder<Signature?>();
        var packets = new PacketReader(data);
        while (packets.Next())
        {
            if (packets.Type == OpenPgpFormat.SignaturePacket)
            {
                all.Add(Signature.Parse(packets.Body));
            }
        }
        return all.ToImmutable();
    }
}
