using System.Buffers.Binary;

namespace Avocado.Packages.OpenPgp;

/// <summary>What one area of subpackets says (RFC 9580 section 5.2.3.7).</summary>
internal sealed record Subpackets
{
    private const byte CreationTime = 2;
    private const byte SignatureExpiration = 3;
    private const byte KeyExpiration = 9;
    private const byte IssuerKeyId = 16;
    private const byte KeyFlags = 27;
    private const byte EmbeddedSignatureType = 32;
    private const byte IssuerFingerprint = 33;
    private const byte Critical = 0x80;

    // Understood as far as needed: they say nothing against a signature (exportable, trust, preferences, features…).
    private static readonly byte[] Harmless = [4, 5, 6, 7, 11, 12, 21, 22, 23, 24, 25, 26, 28, 29, 30, 34, 35, 39];

    /// <summary>When the signature was made.</summary>
    public DateTimeOffset? Created { get; private set; }

    /// <summary>How long after that it holds; null for ever.</summary>
    public TimeSpan? Lifetime { get; private set; }

    /// <summary>How long after its creation the key holds; null for ever.</summary>
    public TimeSpan? KeyLifetime { get; private set; }

    /// <summary>What the key may do; null when nothing is said.</summary>
    public byte? Flags { get; private set; }

    /// <summary>The signing key's id or fingerprint in hexadecimal.</summary>
    public string? Issuer { get; private set; }

    /// <summary>A whole signature packet's body.</summary>
    public byte[]? EmbeddedSignature { get; private set; }

    /// <summary>True when a subpacket that must be understood is not.</summary>
    public bool HasUnknownCritical { get; private set; }

    /// <summary>Reads an area.</summary>
    /// <exception cref="Avocado.Files.Diagnostics.DamagedFormatException">A subpacket is cut off.</exception>
    public static Subpackets Parse(ReadOnlySpan<byte> area)
    {
        var result = new Subpackets();
        while (!area.IsEmpty)
        {
            (uint length, int size) = PacketReader.ReadLength(area);
            area = area[size..];
            if (length == 0 || length > area.Length)
            {
                throw OpenPgpFormat.Damaged("a subpacket is cut off");
            }
            result.Accept(area[0], area[1..(int)length]);
            area = area[(int)length..];
        }
        return result;
    }

    private void Accept(byte typeAndCritical, ReadOnlySpan<byte> value)
    {
        int type = typeAndCritical & ~Critical;
        switch (type)
        {
            case CreationTime:
                Created = DateTimeOffset.FromUnixTimeSeconds(Number(value));
                break;
            case SignatureExpiration:
                Lifetime = Seconds(value);
                break;
            case KeyExpiration:
                KeyLifetime = Seconds(value);
                break;
            case IssuerKeyId:
                Issuer ??= Convert.ToHexString(value);
                break;
            case IssuerFingerprint when value.Length > 1:
                Issuer = Convert.ToHexString(value[1..]);
                break;
            case KeyFlags:
                Flags = value.IsEmpty ? (byte)0 : value[0];
                break;
            case EmbeddedSignatureType:
                EmbeddedSignature = value.ToArray();
                break;
            default:
                HasUnknownCritical |= (typeAndCritical & Critical) != 0 && !Harmless.AsSpan().Contains((byte)type);
                break;
        }
    }

    private static TimeSpan? Seconds(ReadOnlySpan<byte> value) =>
        Number(value) is > 0 and uint seconds ? TimeSpan.FromSeconds(seconds) : null;

    private static uint Number(ReadOnlySpan<byte> value) => value.Length == sizeof(uint)
        ? BinaryPrimitives.ReadUInt32BigEndian(value)
        : throw OpenPgpFormat.Damaged("a subpacket with a number of a wrong length");
}
