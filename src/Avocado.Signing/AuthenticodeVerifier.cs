using System.Collections.Immutable;
using System.Formats.Asn1;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Pe;

namespace Avocado.Signing;

/// <summary>Checks the signatures of EFI executables.</summary>
public static class AuthenticodeVerifier
{
    /// <summary>Checks every signature of an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="trusted">Who may sign, as db would list them.</param>
    /// <returns>One verdict per signature in order; one that says so when there is none.</returns>
    /// <exception cref="DamagedFormatException">The image or its certificate table is damaged.</exception>
    public static ImmutableArray<SignatureVerdict> Verify(Content image, IReadOnlyList<SigningCertificate> trusted)
    {
        ArgumentNullException.ThrowIfNull(trusted);
        ImmutableArray<PeSignature> signatures = PeSignatures.Read(image);
        if (signatures.IsEmpty)
        {
            return [new SignatureVerdict(SignatureStatus.NotSigned)];
        }
        Sha256Digest digest = AuthenticodeDigest.Compute(image);
        return [.. signatures.Select(s => Verify(s, digest, trusted))];
    }

    private static SignatureVerdict Verify(
        PeSignature signature, Sha256Digest digest, IReadOnlyList<SigningCertificate> trusted)
    {
        if (signature.Type != WinCertificateHeader.Pkcs7
            || CmsVerifier.Decode(signature.Data.Span, detached: null) is not { } cms
            || cms.ContentInfo.ContentType.Value != Oids.SpcIndirectData)
        {
            return new SignatureVerdict(SignatureStatus.Damaged);
        }
        Sha256Digest? signed;
        try
        {
            signed = SpcIndirectData.ReadImageDigest(cms.ContentInfo.Content);
        }
        catch (AsnContentException)
        {
            return new SignatureVerdict(SignatureStatus.Damaged);
        }
        SignatureVerdict verdict = CmsVerifier.Verify(cms, trusted);
        // The signature may be sound and still be another file's.
        bool isOfImage = signed == digest;
        bool isSound = verdict.Status is SignatureStatus.Valid or SignatureStatus.UnknownSigner;
        return isOfImage || !isSound
            ? verdict
            : verdict with { Status = SignatureStatus.ContentChanged, TrustedBy = null };
    }
}
