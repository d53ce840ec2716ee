using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Avocado.Packages.OpenPgp;

/// <summary>A signature of version 4 (RFC 9580 section 5.2.3). Only its hashed part is believed.</summary>
internal sealed class Signature
{
    private const int TypeOffset = 1;
    private const int AlgorithmOffset = TypeOffset + 1;
    private const int HashOffset = AlgorithmOffset + 1;
    private const int HashedLengthOffset = HashOffset + 1;
    private const int HashedOffset = HashedLengthOffset + sizeof(ushort);
    private const byte TrailerMark = 0xFF;

    private readonly byte[] _signedPart;
    private readonly byte[] _value;

    private Signature(byte[] signedPart, byte[] value, Subpackets hashed, Subpackets unhashed)
    {
        _signedPart = signedPart;
        _value = value;
        Facts = hashed;
        EmbeddedSignature = hashed.EmbeddedSignature ?? unhashed.EmbeddedSignature;
        Issuer = hashed.Issuer ?? unhashed.Issuer ?? "";
    }

    /// <summary>What it says.</summary>
    public SignatureType Type => (SignatureType)_signedPart[TypeOffset];

    /// <summary>What its hashed subpackets say.</summary>
    public Subpackets Facts { get; }

    /// <summary>The signature inside a subkey's binding, wherever it stands: it proves itself.</summary>
    public byte[]? EmbeddedSignature { get; }

    /// <summary>The end of the signing key's fingerprint in hexadecimal, or empty. A hint only.</summary>
    public string Issuer { get; }

    /// <summary>Reads a signature; null when it is of a version, algorithm or hash that is not trusted here.</summary>
    /// <exception cref="Avocado.Files.Diagnostics.DamagedFormatException">The packet is cut off.</exception>
    public static Signature? Parse(ReadOnlySpan<byte> body)
    {
        if (body.Length < HashedOffset)
        {
            throw OpenPgpFormat.Damaged("a signature is cut off");
        }
        if (body[0] != OpenPgpFormat.Version4)
        {
            return null;
        }
        ReadOnlySpan<byte> rest = body[HashedLengthOffset..];
        Subpackets hashed = Subpackets.Parse(Area(ref rest));
        byte[] signedPart = body[..^rest.Length].ToArray();
        Subpackets unhashed = Subpackets.Parse(Area(ref rest));
        if (rest.Length < sizeof(ushort))
        {
            throw OpenPgpFormat.Damaged("a signature is cut off");
        }
        rest = rest[sizeof(ushort)..];
        // RSA alone; SHA-1 and older hashes are not trusted whatever they sign.
        bool known = body[AlgorithmOffset] is 1 or 3 && HashName(body[HashOffset]) is not null;
        return known
            ? new Signature(signedPart, MultiprecisionInteger.Take(ref rest).ToArray(), hashed, unhashed)
            : null;
    }

    /// <summary>
    /// True when <paramref name="key"/> made this signature over what <paramref name="append"/> hashes.
    /// </summary>
    public bool Verify(PublicKey key, Action<IncrementalHash> append)
    {
        if (Facts.HasUnknownCritical || Facts.Created is null)
        {
            return false;
        }
        HashAlgorithmName name = HashName(_signedPart[HashOffset])!.Value;
        using var hash = IncrementalHash.CreateHash(name);
        append(hash);
        hash.AppendData(_signedPart);
        Span<byte> trailer = stackalloc byte[2 + sizeof(uint)];
        trailer[0] = OpenPgpFormat.Version4;
        trailer[1] = TrailerMark;
        BinaryPrimitives.WriteUInt32BigEndian(trailer[2..], (uint)_signedPart.Length);
        hash.AppendData(trailer);
        return key.Verify(hash.GetHashAndReset(), _value, name);
    }

    private static ReadOnlySpan<byte> Area(ref ReadOnlySpan<byte> rest)
    {
        int length = rest.Length < sizeof(ushort) ? int.MaxValue : BinaryPrimitives.ReadUInt16BigEndian(rest);
        if (length > rest.Length - sizeof(ushort))
        {
            throw OpenPgpFormat.Damaged("a signature is cut off");
        }
        ReadOnlySpan<byte> area = rest.Slice(sizeof(ushort), length);
        rest = rest[(sizeof(ushort) + length)..];
        return area;
    }

    private static HashAlgorithmName? HashName(byte number) => number switch
    {
        8 => HashAlgorithmName.SHA256,
        9 => HashAlgorithmName.SHA384,
        10 => HashAlgorithmName.SHA512,
        _ => null,
    };
}
