using System.Security.Cryptography.Pkcs;
using System.Text;
using Avocado.Files;

namespace Avocado.Signing;

/// <summary>Checks signatures of dm-verity root hashes.</summary>
public static class VeritySignatureVerifier
{
    /// <summary>Checks a signature against certificates.</summary>
    /// <param name="rootHash">The root hash that the data has.</param>
    /// <param name="pkcs7">The signature, a detached PKCS#7 in DER.</param>
    /// <param name="trusted">Who may sign.</param>
    /// <returns>
    /// The verdict. A detached signature does not say what it was made over, so another root hash shows as
    /// <see cref="SignatureStatus.BadSignature"/>.
    /// </returns>
    public static SignatureVerdict Verify(
        Sha256Digest rootHash, ReadOnlySpan<byte> pkcs7, IReadOnlyList<SigningCertificate> trusted)
    {
        ArgumentNullException.ThrowIfNull(trusted);
        if (pkcs7.IsEmpty)
        {
            return new SignatureVerdict(SignatureStatus.NotSigned);
        }
        SignedCms? cms = CmsVerifier.Decode(pkcs7, Encoding.ASCII.GetBytes(rootHash.ToString()));
        return cms is null
            ? new SignatureVerdict(SignatureStatus.Damaged)
            : CmsVerifier.Verify(cms, trusted);
    }
}
