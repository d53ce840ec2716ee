using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Avocado.Files.Diagnostics;
using Avocado.Testing;

namespace Avocado.Signing.Tests;

[Collection(TestKeys.Shared)]
public class SignerFactoryTests(TestKeys keys)
{
    private const string Passphrase = "not in any message";

    private static readonly PbeParameters Encryption = new(
        PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2000);

    [Theory]
    [InlineData("file:k e y.pem")]
    [InlineData("file:k%20e%20y.pem")]
    [InlineData("FILE:./k e y.pem")]
    [InlineData("k e y.pem")]
    public void A_key_is_found_relative_to_the_given_folder(string uri)
    {
        using var folder = new TemporaryFolder();
        File.Copy(keys.Key(KeyUse.Verity), folder["k e y.pem"]);
        File.Copy(keys.Certificate(KeyUse.Verity), folder["c.crt"]);
        using ISigner signer = SignerFactory.Open(uri, "c.crt", KeyUse.Verity, folder.Path);

        Assert.Equal(keys[KeyUse.Verity].SignDigest(TestKeys.RootHash), signer.SignDigest(TestKeys.RootHash));
        Assert.Equal(keys[KeyUse.Verity].Certificate, signer.Certificate);
    }

    [Fact]
    public void A_full_path_is_a_key_with_and_without_scheme()
    {
        foreach (string prefix in (string[])["", "file:", "file://", "file://localhost"])
        {
            using ISigner signer = SignerFactory.Open(
                prefix + keys.Key(KeyUse.Pcr), keys.Certificate(KeyUse.Pcr), KeyUse.Pcr);
            Assert.Equal(256, signer.SignDigest(TestKeys.RootHash).Length);
        }
    }

    [Fact]
    public void All_forms_of_the_same_key_sign_the_same()
    {
        using var folder = new TemporaryFolder();
        using RSA rsa = Rsa(KeyUse.Verity);
        byte[] expected = keys[KeyUse.Verity].SignDigest(TestKeys.RootHash);
        string variable = "AVOCADO_TEST_" + Guid.NewGuid().ToString("N");
        Environment.SetEnvironmentVariable(variable, Passphrase);
        folder.Write("pkcs1.pem", Encoding.ASCII.GetBytes(rsa.ExportRSAPrivateKeyPem()));
        folder.Write("encrypted.pem",
            Encoding.ASCII.GetBytes(rsa.ExportEncryptedPkcs8PrivateKeyPem(Passphrase, Encryption)));
        folder.Write("both.pem", Encoding.ASCII.GetBytes(
            keys[KeyUse.Verity].Certificate.ToPem() + rsa.ExportPkcs8PrivateKeyPem()));
        folder.Write("certificate.der", keys[KeyUse.Verity].Certificate.Der.Span);

        foreach (string uri in (string[])
            ["pkcs1.pem", "both.pem", $"file:encrypted.pem?passphrase-env={variable}"])
        {
            using ISigner signer = SignerFactory.Open(uri, "certificate.der", KeyUse.Verity, folder.Path);
            Assert.Equal(expected, signer.SignDigest(TestKeys.RootHash));
        }
    }

    [Fact]
    public void An_encrypted_key_without_its_pass_phrase_is_refused_and_nothing_secret_is_told()
    {
        using var folder = new TemporaryFolder();
        using RSA rsa = Rsa(KeyUse.Verity);
        string variable = "AVOCADO_TEST_" + Guid.NewGuid().ToString("N");
        folder.Write("k.pem", Encoding.ASCII.GetBytes(rsa.ExportEncryptedPkcs8PrivateKeyPem(Passphrase, Encryption)));

        Assert.Contains("passphrase-env", Refused("AVO0412", "k.pem", folder), StringComparison.Ordinal);
        Assert.Contains(variable, Refused("AVO0412", $"file:k.pem?passphrase-env={variable}", folder),
            StringComparison.Ordinal);
        Environment.SetEnvironmentVariable(variable, "another " + Passphrase);
        Assert.DoesNotContain(Passphrase, Refused("AVO0403", $"file:k.pem?passphrase-env={variable}", folder),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AVO0401", "https://example.org/key")]
    [InlineData("AVO0401", "tpm:0x81000001")]
    [InlineData("AVO0401", "file:k.pem?passphrase=secret")]
    [InlineData("AVO0401", "file:k.pem?passphrase-env")]
    [InlineData("AVO0402", "missing.pem")]
    [InlineData("AVO0402", "file:folder/")]
    [InlineData("AVO0403", "text.pem")]
    [InlineData("AVO0403", "broken.pem")]
    [InlineData("AVO0403", "old.pem")]
    public void A_key_that_cannot_be_used_has_its_code(string code, string uri)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["folder"]);
        folder.Write("text.pem", "no key at all"u8);
        folder.Write("broken.pem", "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq\n-----END PRIVATE KEY-----\n"u8);
        folder.Write("old.pem", "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n"u8);

        string message = Refused(code, uri, folder);
        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing.crt")]
    [InlineData("text.crt")]
    public void A_certificate_that_cannot_be_read_has_its_code(string name)
    {
        using var folder = new TemporaryFolder();
        folder.Write("text.crt", "no certificate"u8);

        Assert.Equal("AVO0404", Assert.Throws<AvocadoException>(
            () => SignerFactory.Open(keys.Key(KeyUse.Pcr), folder[name], KeyUse.Pcr)).Code.Id);
    }

    [Fact]
    public void A_key_that_does_not_match_its_certificate_is_refused()
    {
        var error = Assert.Throws<AvocadoException>(() => SignerFactory.Open(
            keys.Key(KeyUse.Verity), keys.Certificate(KeyUse.Modes), KeyUse.Verity));

        Assert.Equal("AVO0405", error.Code.Id);
        Assert.Contains(keys.Key(KeyUse.Verity), error.Message, StringComparison.Ordinal);
        Assert.Contains(keys.Certificate(KeyUse.Modes), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_elliptic_key_is_refused_whichever_file_shows_it()
    {
        using var folder = new TemporaryFolder();
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=ec", ec, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.Now, DateTimeOffset.Now.AddDays(1));
        folder.Write("ec.crt", Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()));
        folder.Write("pkcs8.pem", Encoding.ASCII.GetBytes(ec.ExportPkcs8PrivateKeyPem()));
        folder.Write("sec1.pem", Encoding.ASCII.GetBytes(ec.ExportECPrivateKeyPem()));

        Refused("AVO0406", "pkcs8.pem", folder, folder["ec.crt"]);
        Refused("AVO0406", "pkcs8.pem", folder);
        Refused("AVO0406", "sec1.pem", folder);
    }

    [Fact]
    public void A_short_key_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var rsa = RSA.Create(1024);
        var request = new CertificateRequest("CN=short", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.Now, DateTimeOffset.Now.AddDays(1));
        folder.Write("k.crt", Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()));
        folder.Write("k.pem", Encoding.ASCII.GetBytes(rsa.ExportPkcs8PrivateKeyPem()));

        Assert.Contains("1024", Refused("AVO0407", "k.pem", folder, folder["k.crt"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_that_is_not_there_is_refused_and_its_PIN_is_not_told()
    {
        using var folder = new TemporaryFolder();
        string message = Refused("AVO0409", "pkcs11:token=none;object=none?pin-value=" + Uri.EscapeDataString(Passphrase), folder);

        Assert.Contains("pkcs11:token=none;object=none", message, StringComparison.Ordinal);
        Assert.DoesNotContain("pin-value", message, StringComparison.Ordinal);
        Refused("AVO0412", "pkcs11:token=none?pin-env=AVOCADO_TEST_UNSET", folder);
    }

    [ToolFact("openssl")]
    public void A_key_behind_an_OpenSSL_provider_signs_the_same()
    {
        // The store of OpenSSL's own provider reads files; a token is opened by the same call.
        string uri = "file:" + keys.Key(KeyUse.Verity);
        using RSA rsa = ProviderKey.Open("default", uri, uri);
        SigningCertificate certificate = keys[KeyUse.Verity].Certificate;
        SignerFactory.CheckPair(rsa, certificate, uri, "");
        using var signer = new RsaSigner(uri, rsa, certificate, KeyUse.Verity);

        Assert.Equal(keys[KeyUse.Verity].SignDigest(TestKeys.RootHash), signer.SignDigest(TestKeys.RootHash));
    }

    [Fact]
    public void A_signature_of_another_key_never_leaves_the_signer()
    {
        using var signer = new RsaSigner(
            "wrong", Rsa(KeyUse.Modes), keys[KeyUse.Verity].Certificate, KeyUse.Verity);

        Assert.Equal("AVO0411",
            Assert.Throws<AvocadoException>(() => signer.SignDigest(TestKeys.RootHash)).Code.Id);
    }

    [Fact]
    public void Expiry_is_a_fact_and_no_error()
    {
        SigningCertificate certificate = keys[KeyUse.Verity].Certificate;

        Assert.False(certificate.IsExpiredAt(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        Assert.True(certificate.IsExpiredAt(certificate.NotAfter.AddSeconds(1)));
        Assert.True(certificate.IsExpiredAt(certificate.NotBefore.AddSeconds(-1)));
    }

    private string Refused(string code, string uri, TemporaryFolder folder, string? certificate = null)
    {
        var error = Assert.Throws<AvocadoException>(() => SignerFactory.Open(
            uri, certificate ?? keys.Certificate(KeyUse.Verity), KeyUse.Verity, folder.Path));
        Assert.Equal(code, error.Code.Id);
        return error.Message;
    }

    private RSA Rsa(KeyUse use)
    {
        var rsa = RSA.Create();
        rsa.ImportFromPem(File.ReadAllText(keys.Key(use)));
        return rsa;
    }
}
