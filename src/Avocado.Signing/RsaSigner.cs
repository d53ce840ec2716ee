using System.Security.Cryptography;
using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Signing;

/// <summary>Signs with an RSA key of the BCL, be it in memory or behind an OpenSSL provider.</summary>
internal sealed class RsaSigner : ISigner
{
    private readonly RSA _rsa;
    private readonly string _name;
    private readonly Lock _lock = new();

    /// <param name="name">What to call the key in messages; no secrets.</param>
    /// <param name="rsa">The key; disposed with the signer.</param>
    /// <param name="certificate">Its certificate.</param>
    /// <param name="uses">What it may sign.</param>
    /// <param name="anchor">The certificate devices trust; by default the key's own.</param>
    public RsaSigner(
        string name, RSA rsa, SigningCertificate certificate, KeyUse uses, SigningCertificate? anchor = null)
    {
        Anchor = anchor ?? certificate;
        _name = name;
        _rsa = rsa;
        Certificate = certificate;
        Uses = uses;
    }

    /// <inheritdoc/>
    public SigningCertificate Certificate { get; }

    /// <inheritdoc/>
    public SigningCertificate Anchor { get; }

    /// <inheritdoc/>
    public KeyUse Uses { get; }

    /// <inheritdoc/>
    public byte[] SignDigest(Sha256Digest digest)
    {
        byte[] signature;
        try
        {
            lock (_lock)
            {
                signature = _rsa.SignHash(digest.ToArray(), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            }
        }
        catch (CryptographicException error)
        {
            throw Codes.KeyProviderMissing.Error(_name, error.Message);
        }
        // A token may hold another key than the certificate says, and a faulty signature would give the key away.
        return Certificate.Verifies(digest, signature)
            ? signature
            : throw Codes.SignatureDoesNotFit.Error(Certificate.Subject);
    }

    /// <inheritdoc/>
    public void Dispose() => _rsa.Dispose();
}
