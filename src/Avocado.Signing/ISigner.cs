using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Signing;

/// <summary>A private key, wherever it is, with its certificate. Safe for use by several threads.</summary>
public interface ISigner : IDisposable
{
    /// <summary>The certificate that verifies the signatures.</summary>
    SigningCertificate Certificate { get; }

    /// <summary>
    /// The certificate that devices are told to trust for this key: its issuer, where the certificate file has one
    /// behind the key's own, otherwise the key's own. Keys with one issuer count as one authority to the firmware, so
    /// that a boot mode signed by another key leaves the measured Secure Boot policy (PCR 7) as it is.
    /// </summary>
    SigningCertificate Anchor { get; }

    /// <summary>What the key may sign.</summary>
    KeyUse Uses { get; }

    /// <summary>Signs a digest: RSA PKCS#1 v1.5, whose signatures repeat byte for byte.</summary>
    /// <returns>The signature, as long as the key's modulus.</returns>
    /// <exception cref="AvocadoException">AVO0411: the key is not the certificate's. AVO0409: the token fails.</exception>
    byte[] SignDigest(Sha256Digest digest);
}
