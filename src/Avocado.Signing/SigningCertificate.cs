using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Signing;

/// <summary>An X.509 certificate. Immutable; equal when its bytes are.</summary>
public sealed class SigningCertificate : IEquatable<SigningCertificate>
{
    // Certificates have one or two kilobytes; bundles of them are not read here.
    private const int LargestFile = 1 << 20;

    private readonly byte[] _publicKey;

    private SigningCertificate(X509Certificate2 certificate)
    {
        Der = certificate.RawData;
        Fingerprint = Sha256Digest.Of(certificate.RawData);
        Subject = certificate.Subject;
        NotBefore = certificate.NotBefore.ToUniversalTime();
        NotAfter = certificate.NotAfter.ToUniversalTime();
        (EncodedSerial, EncodedIssuer) = ReadIdentity(certificate.RawData);
        using RSA? rsa = certificate.GetRSAPublicKey();
        RsaBits = rsa?.KeySize;
        _publicKey = rsa?.ExportRSAPublicKey() ?? [];
    }

    /// <summary>The certificate in DER.</summary>
    public ReadOnlyMemory<byte> Der { get; }

    /// <summary>SHA-256 of <see cref="Der"/>.</summary>
    public Sha256Digest Fingerprint { get; }

    /// <summary>Whose it is, as text.</summary>
    public string Subject { get; }

    /// <summary>Start of its validity, in UTC.</summary>
    public DateTimeOffset NotBefore { get; }

    /// <summary>End of its validity, in UTC.</summary>
    public DateTimeOffset NotAfter { get; }

    /// <summary>Size of its RSA key in bits; null for another algorithm.</summary>
    public int? RsaBits { get; }

    /// <summary>SHA-256 of the PKCS#1 RSAPublicKey, systemd's <c>pkfp</c>; null for another algorithm.</summary>
    public Sha256Digest? RsaKeyFingerprint => RsaBits is null ? null : Sha256Digest.Of(_publicKey);

    /// <summary>The issuer, as DER stands in the certificate.</summary>
    internal ReadOnlyMemory<byte> EncodedIssuer { get; }

    /// <summary>The serial number, as DER stands in the certificate.</summary>
    internal ReadOnlyMemory<byte> EncodedSerial { get; }

    /// <summary>
    /// True when a moment is outside of its validity. Firmware and kernel do not look at the time, so this is a fact to
    /// tell the user, no error.
    /// </summary>
    public bool IsExpiredAt(DateTimeOffset moment) => moment < NotBefore || moment > NotAfter;

    /// <summary>Reads a certificate in PEM or DER; of several in one PEM file the first.</summary>
    /// <exception cref="AvocadoException">AVO0404: the file cannot be read or is no certificate.</exception>
    public static SigningCertificate Load(string path) => Parse(ReadFile(path), path);

    /// <summary>Reads the last certificate of a file: in PEM the issuer, where it follows the certificate it issued.</summary>
    /// <exception cref="AvocadoException">AVO0404: the file cannot be read or is no certificate.</exception>
    public static SigningCertificate LoadAnchor(string path)
    {
        byte[] bytes = ReadFile(path);
        ReadOnlySpan<byte> marker = "-----BEGIN CERTIFICATE-----"u8;
        return Parse(bytes.AsSpan(Math.Max(0, bytes.AsSpan().LastIndexOf(marker))), path);
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length > LargestFile)
            {
                throw Codes.CertificateUnreadable.Error(path, "the file is larger than 1 MiB");
            }
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Codes.CertificateUnreadable.Error(path, error.Message);
        }
    }

    /// <summary>Reads a certificate in PEM or DER.</summary>
    /// <param name="bytes">The certificate.</param>
    /// <param name="source">What to call it in messages.</param>
    /// <exception cref="AvocadoException">AVO0404: it is no certificate.</exception>
    public static SigningCertificate Parse(ReadOnlySpan<byte> bytes, string source)
    {
        try
        {
            using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(bytes);
            return new SigningCertificate(certificate);
        }
        catch (Exception error) when (error is CryptographicException or AsnContentException)
        {
            throw Codes.CertificateUnreadable.Error(source, "it is no X.509 certificate in PEM or DER");
        }
    }

    /// <summary>The certificate in PEM, with a newline at the end.</summary>
    public string ToPem() => PemEncoding.WriteString("CERTIFICATE", Der.Span) + "\n";

    /// <inheritdoc/>
    public bool Equals(SigningCertificate? other) => other is not null && Fingerprint == other.Fingerprint;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SigningCertificate);

    /// <inheritdoc/>
    public override int GetHashCode() => Fingerprint.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => Subject;

    /// <summary>True when a signature over a digest verifies with the certificate's RSA key.</summary>
    internal bool Verifies(Sha256Digest digest, ReadOnlySpan<byte> signature)
    {
        using RSA? rsa = OpenPublicKey();
        return rsa is not null
            && rsa.VerifyHash(digest.ToArray(), signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    /// <summary>The RSA key; null for another algorithm. The caller disposes it.</summary>
    internal RSA? OpenPublicKey()
    {
        if (RsaBits is null)
        {
            return null;
        }
        var rsa = RSA.Create();
        rsa.ImportRSAPublicKey(_publicKey, out _);
        return rsa;
    }

    /// <summary>Refuses certificates whose key cannot sign images.</summary>
    /// <exception cref="AvocadoException">AVO0406: not RSA. AVO0407: too small.</exception>
    internal void RequireStrongRsa(string source)
    {
        const int SmallestKey = 2048;
        if (RsaBits is not { } bits)
        {
            throw Codes.KeyNotRsa.Error(source);
        }
        if (bits < SmallestKey)
        {
            throw Codes.KeyTooSmall.Error(source, bits);
        }
    }

    private static (ReadOnlyMemory<byte> Serial, ReadOnlyMemory<byte> Issuer) ReadIdentity(ReadOnlyMemory<byte> der)
    {
        // Certificate ::= SEQUENCE { TBSCertificate ::= SEQUENCE { [0] version, serial, algorithm, issuer ... (RFC 5280)
        AsnReader fields = new AsnReader(der, AsnEncodingRules.BER).ReadSequence().ReadSequence();
        if (fields.PeekTag().HasSameClassAndValue(new Asn1Tag(TagClass.ContextSpecific, 0)))
        {
            fields.ReadEncodedValue();
        }
        ReadOnlyMemory<byte> serial = fields.ReadEncodedValue();
        fields.ReadEncodedValue();
        return (serial, fields.ReadEncodedValue());
    }
}
