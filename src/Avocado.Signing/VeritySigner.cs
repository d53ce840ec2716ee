using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Verity;

namespace Avocado.Signing;

/// <summary>Signs dm-verity root hashes; for signing elsewhere see <see cref="CmsBuilder.VerityRootHash"/>.</summary>
public static class VeritySigner
{
    /// <summary>The signature of a root hash.</summary>
    /// <param name="signer">The key.</param>
    /// <param name="rootHash">The root hash.</param>
    /// <param name="embedCertificate">False saves some 800 bytes, for a kernel command line.</param>
    /// <exception cref="AvocadoException">AVO0408: the key is for something else.</exception>
    public static VeritySignature Sign(ISigner signer, Sha256Digest rootHash, bool embedCertificate = true)
    {
        ArgumentNullException.ThrowIfNull(signer);
        signer.Require(KeyUse.Verity);
        byte[] pkcs7 = CmsBuilder.VerityRootHash(rootHash, signer.Certificate, embedCertificate).Sign(signer);
        return new VeritySignature(rootHash, signer.Certificate.Fingerprint, pkcs7);
    }
}
