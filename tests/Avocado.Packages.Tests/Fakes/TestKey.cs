using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Avocado.Packages.Tests.Fakes;

/// <summary>An OpenPGP key made for a test, with the packets written by hand (RFC 9580).</summary>
internal sealed class TestKey
{
    private const byte Rsa = 1;
    private const byte Sha512 = 10;
    private const byte UserId = 13;
    private const byte PublicKey = 6;
    private const byte SignatureTag = 2;

    private readonly RSA _rsa = RSA.Create(2048);
    private readonly DateTimeOffset _created;
    private readonly TimeSpan? _lifetime;

    public TestKey(DateTimeOffset? created = null, TimeSpan? lifetime = null)
    {
        _created = created ?? new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
        _lifetime = lifetime;
    }

    /// <summary>One key for all tests that need any: making keys is slow.</summary>
    public static TestKey Shared { get; } = new();

    /// <summary>The public key with a user id that it signed.</summary>
    public byte[] Keyring()
    {
        byte[] user = "Test Archive <test@example.com>"u8.ToArray();
        byte[] key = KeyBody();
        byte[] over =
            [0x99, (byte)(key.Length >> 8), (byte)key.Length, .. key, 0xB4, .. Big((uint)user.Length), .. user];
        byte[] flags = Subpacket(27, [0x03]);
        byte[] end = _lifetime is { } time ? Subpacket(9, Big((uint)time.TotalSeconds)) : [];
        return
        [
            .. Packet(PublicKey, key), .. Packet(UserId, user),
            .. Packet(SignatureTag, Signature(0x13, over, _created, [.. flags, .. end])),
        ];
    }

    /// <summary>The text with its signature, as InRelease files are.</summary>
    public byte[] Sign(string text, DateTimeOffset when, byte[]? moreSubpackets = null)
    {
        string[] lines = [.. text.TrimEnd('\n').Split('\n').Select(l => l.TrimEnd(' ', '\t'))];
        byte[] canonical = Encoding.UTF8.GetBytes(string.Join("\r\n", lines));
        byte[] packet = Packet(SignatureTag, Signature(0x01, canonical, when, moreSubpackets ?? []));
        var message = new StringBuilder("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n");
        foreach (string line in lines)
        {
            message.Append(line.StartsWith('-') ? "- " : "").Append(line).Append('\n');
        }
        message.Append("-----BEGIN PGP SIGNATURE-----\n\n");
        string base64 = Convert.ToBase64String(packet);
        for (int i = 0; i < base64.Length; i += 64)
        {
            message.Append(base64.AsSpan(i, Math.Min(64, base64.Length - i))).Append('\n');
        }
        message.Append('=').Append(Convert.ToBase64String(Checksum(packet))).Append('\n');
        return Encoding.UTF8.GetBytes(message.Append("-----END PGP SIGNATURE-----\n").ToString());
    }

    private byte[] KeyBody()
    {
        RSAParameters parameters = _rsa.ExportParameters(false);
        return
        [
            4, .. Big((uint)_created.ToUnixTimeSeconds()), Rsa, .. Integer(parameters.Modulus!),
            .. Integer(parameters.Exponent!),
        ];
    }

    private byte[] Signature(byte type, byte[] over, DateTimeOffset when, byte[] moreSubpackets)
    {
        byte[] hashed =
        [
            .. Subpacket(2, Big((uint)when.ToUnixTimeSeconds())), .. Subpacket(33, [4, .. Fingerprint()]),
            .. moreSubpackets,
        ];
        byte[] signedPart = [4, type, Rsa, Sha512, (byte)(hashed.Length >> 8), (byte)hashed.Length, .. hashed];
        byte[] digest = SHA512.HashData([.. over, .. signedPart, 4, 0xFF, .. Big((uint)signedPart.Length)]);
        byte[] value = _rsa.SignHash(digest, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1);
        // GnuPG insists on the short key id too, which nobody has to sign.
        byte[] unhashed = Subpacket(16, Fingerprint()[^8..]);
        return [.. signedPart, 0, (byte)unhashed.Length, .. unhashed, digest[0], digest[1], .. Integer(value)];
    }

    private byte[] Fingerprint()
    {
        byte[] key = KeyBody();
        // Version 4 names keys by SHA-1 (RFC 9580 section 5.5.4.2).
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        hash.AppendData([0x99, (byte)(key.Length >> 8), (byte)key.Length, .. key]);
        return hash.GetHashAndReset();
    }

    public static byte[] Subpacket(byte type, byte[] value) => [(byte)(1 + value.Length), type, .. value];

    /// <summary>CRC-24 (RFC 9580 section 6.1), which older readers insist on.</summary>
    private static byte[] Checksum(byte[] bytes)
    {
        uint crc = 0xB704CE;
        foreach (byte next in bytes)
        {
            crc ^= (uint)next << 16;
            for (int i = 0; i < 8; i++)
            {
                crc <<= 1;
                crc ^= (crc & 0x1000000) != 0 ? 0x1864CFBu : 0;
            }
        }
        return [(byte)(crc >> 16), (byte)(crc >> 8), (byte)crc];
    }

    private static byte[] Packet(byte type, byte[] body) =>
        [(byte)(0xC0 | type), 0xFF, .. Big((uint)body.Length), .. body];

    private static byte[] Integer(byte[] value)
    {
        byte[] bytes = value.AsSpan().TrimStart((byte)0).ToArray();
        int bits = 8 * bytes.Length - System.Numerics.BitOperations.LeadingZeroCount(bytes[0]) + 24;
        return [(byte)(bits >> 8), (byte)bits, .. bytes];
    }

    private static byte[] Big(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
