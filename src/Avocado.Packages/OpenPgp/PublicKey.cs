using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Avocado.Packages.OpenPgp;

/// <summary>An RSA public key or subkey of version 4 (RFC 9580 section 5.5.2).</summary>
internal sealed class PublicKey
{
    private const byte RsaAny = 1;
    private const byte RsaSignOnly = 3;
    private const int CreatedOffset = 1;
    private const int AlgorithmOffset = CreatedOffset + sizeof(uint);
    private const int MaterialOffset = AlgorithmOffset + 1;
    private const int MinBits = 2048;
    private const int MaxBits = 16384;

    private readonly RSAParameters _parameters;

    private PublicKey(byte[] body, RSAParameters parameters)
    {
        Body = body;
        _parameters = parameters;
        Created = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(CreatedOffset)));
        using var hash = IncrementalHash.CreateHash(FingerprintHash);
        AppendTo(hash);
        Fingerprint = Convert.ToHexString(hash.GetHashAndReset());
    }

    // Version 4 identifies keys by SHA-1 (RFC 9580 section 5.5.4.2). Nothing is trusted for it: the key itself is.
    private static HashAlgorithmName FingerprintHash => HashAlgorithmName.SHA1;

    /// <summary>The packet's body.</summary>
    public byte[] Body { get; }

    /// <summary>When the key was made.</summary>
    public DateTimeOffset Created { get; }

    /// <summary>40 upper-case hexadecimal characters.</summary>
    public string Fingerprint { get; }

    /// <summary>Reads a key; null when it is of a version, algorithm or length that is not used here.</summary>
    /// <exception cref="Avocado.Files.Diagnostics.DamagedFormatException">The packet is cut off.</exception>
    public static PublicKey? Parse(ReadOnlySpan<byte> body)
    {
        if (body.Length < MaterialOffset)
        {
            throw OpenPgpFormat.Damaged("a key is cut off");
        }
        if (body[0] != OpenPgpFormat.Version4 || body[AlgorithmOffset] is not (RsaAny or RsaSignOnly)
            || body.Length > ushort.MaxValue)
        {
            return null;
        }
        ReadOnlySpan<byte> material = body[MaterialOffset..];
        byte[] modulus = MultiprecisionInteger.Take(ref material).TrimStart((byte)0).ToArray();
        byte[] exponent = MultiprecisionInteger.Take(ref material).TrimStart((byte)0).ToArray();
        bool usable = modulus.Length * 8 is >= MinBits and <= MaxBits && exponent.Length is > 0 and <= sizeof(uint);
        return usable
            ? new PublicKey(body.ToArray(), new RSAParameters { Modulus = modulus, Exponent = exponent })
            : null;
    }

    /// <summary>Hashes the key as signatures over keys do (RFC 9580 section 5.2.4).</summary>
    public void AppendTo(IncrementalHash hash)
    {
        Span<byte> prefix = [0x99, (byte)(Body.Length >> 8), (byte)Body.Length];
        hash.AppendData(prefix);
        hash.AppendData(Body);
    }

    /// <summary>True when the signature over the digest was made with this key.</summary>
    public bool Verify(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature, HashAlgorithmName algorithm)
    {
        int size = _parameters.Modulus!.Length;
        if (signature.Length > size)
        {
            return false;
        }
        // Integers lose their leading zeros on the way; PKCS #1 wants the modulus' full length.
        var padded = new byte[size];
        signature.CopyTo(padded.AsSpan(size - signature.Length));
        try
        {
            using var rsa = RSA.Create(_parameters);
            return rsa.VerifyHash(digest, padded, algorithm, RSASignaturePadding.Pkcs1);
        }
        catch (CryptographicException)
        {
            // The platform refuses the key or the signature as malformed; either way it is not a good one.
            return false;
        }
    }
}
