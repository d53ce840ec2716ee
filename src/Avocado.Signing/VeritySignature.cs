using Avocado.Files;

namespace Avocado.Signing;

/// <summary>A signed dm-verity root hash.</summary>
/// <param name="RootHash">What was signed.</param>
/// <param name="CertificateFingerprint">SHA-256 of the signer's certificate in DER.</param>
/// <param name="Pkcs7">The signature, a detached PKCS#7 ContentInfo in DER.</param>
public sealed record VeritySignature(
    Sha256Digest RootHash, Sha256Digest CertificateFingerprint, ReadOnlyMemory<byte> Pkcs7);
