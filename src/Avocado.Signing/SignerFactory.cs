using System.Security.Cryptography;
using Avocado.Files.Diagnostics;

namespace Avocado.Signing;

/// <summary>Opens keys by URI.</summary>
public static class SignerFactory
{
    /// <summary>Opens a key and checks it against its certificate.</summary>
    /// <param name="uri">
    /// <c>file:keys/boot.pem</c>, <c>file:keys/boot.pem?passphrase-env=NAME</c>, the path of a PEM file, or
    /// <c>pkcs11:token=...;object=...</c> (RFC 7512, also with <c>?pin-env=NAME</c>).
    /// </param>
    /// <param name="certificatePath">
    /// The key's certificate in PEM or DER; a PEM file may go on with its issuer, which devices then trust.
    /// </param>
    /// <param name="uses">What the key may sign.</param>
    /// <param name="folder">What relative paths are relative to; by default the current folder.</param>
    /// <exception cref="AvocadoException">AVO0401 to AVO0407, AVO0409, AVO0412: the key cannot be used.</exception>
    public static ISigner Open(string uri, string certificatePath, KeyUse uses, string? folder = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(uri);
        ArgumentException.ThrowIfNullOrEmpty(certificatePath);
        folder = Path.GetFullPath(folder ?? ".");
        KeyUri key = KeyUri.Parse(uri, folder);
        string fullPath = Path.GetFullPath(certificatePath, folder);
        SigningCertificate certificate = SigningCertificate.Load(fullPath);
        certificate.RequireStrongRsa(fullPath);
        RSA rsa = key.Scheme == KeyUri.Pkcs11 ? ProviderKey.Open(key) : PemKey.Open(key);
        try
        {
            CheckPair(rsa, certificate, key.Path, fullPath);
            return new RsaSigner(key.Path, rsa, certificate, uses, SigningCertificate.LoadAnchor(fullPath));
        }
        catch
        {
            rsa.Dispose();
            throw;
        }
    }

    /// <summary>Refuses a key that is not its certificate's.</summary>
    internal static void CheckPair(RSA rsa, SigningCertificate certificate, string key, string certificateName)
    {
        RSAParameters mine;
        try
        {
            mine = rsa.ExportParameters(includePrivateParameters: false);
        }
        catch (CryptographicException)
        {
            // Some tokens do not show the public half; each signature is verified when it is made.
            return;
        }
        using RSA theirs = certificate.OpenPublicKey()!;
        RSAParameters expected = theirs.ExportParameters(includePrivateParameters: false);
        if (!mine.Modulus.AsSpan().SequenceEqual(expected.Modulus)
            || !mine.Exponent.AsSpan().SequenceEqual(expected.Exponent))
        {
            throw Codes.KeyCertificateMismatch.Error(key, certificateName);
        }
    }
}
