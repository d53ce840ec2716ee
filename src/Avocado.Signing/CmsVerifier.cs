using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using Avocado.Files;

namespace Avocado.Signing;

/// <summary>
/// Checks PKCS#7 signatures as firmware and kernel do: the signer must be given or issued by a given certificate, and
/// no time counts.
/// </summary>
internal static class CmsVerifier
{
    /// <summary>Reads a ContentInfo, padding behind it left out.</summary>
    /// <param name="encoded">The signature.</param>
    /// <param name="detached">The content, when it is not inside.</param>
    /// <returns>Null when it cannot be read or has no signer.</returns>
    public static SignedCms? Decode(ReadOnlySpan<byte> encoded, byte[]? detached)
    {
        try
        {
            AsnDecoder.ReadEncodedValue(encoded, AsnEncodingRules.BER, out _, out _, out int length);
            SignedCms cms = detached is null ? new SignedCms() : new SignedCms(new ContentInfo(detached), true);
            cms.Decode(encoded[..length]);
            return cms.SignerInfos.Count > 0 ? cms : null;
        }
        catch (Exception error) when (error is CryptographicException or AsnContentException)
        {
            return null;
        }
    }

    /// <summary>Checks the first signer whose certificate is known.</summary>
    public static SignatureVerdict Verify(SignedCms cms, IReadOnlyList<SigningCertificate> trusted)
    {
        var known = new X509Certificate2Collection();
        try
        {
            foreach (SigningCertificate certificate in trusted)
            {
                known.Add(X509CertificateLoader.LoadCertificate(certificate.Der.Span));
            }
            return Verify(cms, cms.SignerInfos[0], known, trusted);
        }
        catch (Exception error) when (error is CryptographicException or AsnContentException)
        {
            return new SignatureVerdict(SignatureStatus.Damaged);
        }
        finally
        {
            foreach (X509Certificate2 certificate in known)
            {
                certificate.Dispose();
            }
        }
    }

    private static SignatureVerdict Verify(
        SignedCms cms,
        SignerInfo signer,
        X509Certificate2Collection known,
        IReadOnlyList<SigningCertificate> trusted)
    {
        X509Certificate2? certificate = signer.Certificate ?? FindSigner(signer, known);
        if (certificate is null)
        {
            string? issuer = signer.SignerIdentifier.Value is X509IssuerSerial identity ? identity.IssuerName : null;
            return new SignatureVerdict(SignatureStatus.UnknownSigner, issuer);
        }
        var verdict = new SignatureVerdict(
            SignatureStatus.BadSignature, certificate.Subject, Sha256Digest.Of(certificate.RawData));
        try
        {
            signer.CheckSignature(known, verifySignatureOnly: true);
        }
        catch (CryptographicException)
        {
            return verdict;
        }
        SigningCertificate? anchor = FindAnchor(certificate, cms.Certificates, known, trusted);
        return verdict with
        {
            Status = anchor is null ? SignatureStatus.UnknownSigner : SignatureStatus.Valid,
            TrustedBy = anchor,
        };
    }

    private static X509Certificate2? FindSigner(SignerInfo signer, X509Certificate2Collection known)
    {
        if (signer.SignerIdentifier.Value is not X509IssuerSerial identity)
        {
            return null;
        }
        return known.FirstOrDefault(c => c.SerialNumber == identity.SerialNumber && c.Issuer == identity.IssuerName);
    }

    private static SigningCertificate? FindAnchor(
        X509Certificate2 signer,
        X509Certificate2Collection embedded,
        X509Certificate2Collection known,
        IReadOnlyList<SigningCertificate> trusted)
    {
        if (Match(signer, trusted) is { } itself)
        {
            return itself;
        }
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(known);
        chain.ChainPolicy.ExtraStore.AddRange(embedded);
        chain.ChainPolicy.ExtraStore.AddRange(known);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        // A given certificate is an anchor wherever it stands in its own chain; firmware keeps no time.
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid
            | X509VerificationFlags.AllowUnknownCertificateAuthority | X509VerificationFlags.IgnoreWrongUsage;
        return chain.Build(signer)
            ? chain.ChainElements.Select(e => Match(e.Certificate, trusted)).FirstOrDefault(c => c is not null)
            : null;
    }

    private static SigningCertificate? Match(X509Certificate2 certificate, IReadOnlyList<SigningCertificate> trusted)
    {
        Sha256Digest fingerprint = Sha256Digest.Of(certificate.RawData);
        return trusted.FirstOrDefault(c => c.Fingerprint == fingerprint);
    }
}
