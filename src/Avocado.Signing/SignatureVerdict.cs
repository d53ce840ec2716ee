using Avocado.Files;

namespace Avocado.Signing;

/// <summary>The result of checking one signature.</summary>
/// <param name="Status">What was found.</param>
/// <param name="Signer">Who signed, as the certificate or the signature says; null when that is not known.</param>
/// <param name="Certificate">SHA-256 of the signer's certificate in DER, where it is known.</param>
/// <param name="TrustedBy">The given certificate that vouches for the signer, for a valid signature.</param>
public sealed record SignatureVerdict(
    SignatureStatus Status,
    string? Signer = null,
    Sha256Digest? Certificate = null,
    SigningCertificate? TrustedBy = null)
{
    /// <summary>True for a valid signature only.</summary>
    public bool IsValid => Status == SignatureStatus.Valid;
}
