using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Tests.Harness;
using Avocado.Testing;

namespace Avocado.Signing.Tests;

[Collection(TestKeys.Shared)]
public class VeritySignatureTests(TestKeys keys)
{
    private byte[] Signature(bool embed = true) =>
        VeritySigner.Sign(keys[KeyUse.Verity], TestKeys.RootHash, embed).Pkcs7.ToArray();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_same_root_hash_and_key_make_the_same_bytes(bool embed) =>
        Assert.Equal(Signature(embed), Signature(embed));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_signature_is_accepted_for_its_root_hash_and_its_signer_only(bool embed)
    {
        byte[] signature = Signature(embed);
        SignatureVerdict verdict = Verify(TestKeys.RootHash, signature, KeyUse.Modes, KeyUse.Verity);

        Assert.Equal(SignatureStatus.Valid, verdict.Status);
        Assert.Equal(keys[KeyUse.Verity].Certificate, verdict.TrustedBy);
        Assert.Equal(keys[KeyUse.Verity].Certificate.Fingerprint, verdict.Certificate);
        Assert.Equal(SignatureStatus.UnknownSigner, Verify(TestKeys.RootHash, signature, KeyUse.Modes).Status);
        Assert.Equal(SignatureStatus.UnknownSigner, Verify(TestKeys.RootHash, signature).Status);
        Assert.Equal(SignatureStatus.BadSignature,
            Verify(Sha256Digest.Of("other"u8), signature, KeyUse.Verity).Status);
    }

    [Fact]
    public void The_fingerprint_is_that_of_the_signer_s_certificate() => Assert.Equal(
        keys[KeyUse.Verity].Certificate.Fingerprint,
        VeritySigner.Sign(keys[KeyUse.Verity], TestKeys.RootHash).CertificateFingerprint);

    [Fact]
    public void A_key_for_something_else_is_refused()
    {
        var error = Assert.Throws<AvocadoException>(
            () => VeritySigner.Sign(keys[KeyUse.SecureBoot], TestKeys.RootHash));

        Assert.Equal("AVO0408", error.Code.Id);
        Assert.Contains("is for secure-boot, not for verity", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_signature_made_elsewhere_gives_the_same_bytes()
    {
        CmsDraft draft = CmsBuilder.VerityRootHash(TestKeys.RootHash, keys[KeyUse.Verity].Certificate);
        byte[] value = keys[KeyUse.Verity].SignDigest(draft.Digest);

        Assert.Equal(Signature(), draft.Attach(value));
    }

    [Fact]
    public void A_value_of_another_key_or_digest_is_not_attached()
    {
        CmsDraft draft = CmsBuilder.VerityRootHash(TestKeys.RootHash, keys[KeyUse.Verity].Certificate);

        foreach (byte[] value in (byte[][])
            [keys[KeyUse.Modes].SignDigest(draft.Digest), keys[KeyUse.Verity].SignDigest(TestKeys.RootHash), []])
        {
            Assert.Equal("AVO0411", Assert.Throws<AvocadoException>(() => draft.Attach(value)).Code.Id);
        }
    }

    [Fact]
    public void A_damaged_signature_is_never_valid()
    {
        byte[] signature = Signature();
        SigningCertificate[] trusted = keys.Trust(KeyUse.Verity);

        // The last 256 bytes are the signature's value.
        new DamageRun(signature, bytes => Assert.False(
                VeritySignatureVerifier.Verify(TestKeys.RootHash, bytes, trusted).IsValid))
            .Truncate(1200).FlipBits(200, signature.Length - 256);
        new DamageRun(signature, bytes => VeritySignatureVerifier.Verify(TestKeys.RootHash, bytes, trusted))
            .FlipBits(1000).Overwrite(1000);
    }

    [Fact]
    public void No_change_of_the_embedded_certificate_makes_a_stranger_trusted()
    {
        byte[] signature = Signature();
        byte[] certificate = keys[KeyUse.Verity].Certificate.Der.ToArray();
        int start = signature.AsSpan().IndexOf(certificate);
        SigningCertificate[] trusted = keys.Trust(KeyUse.Modes);

        new DamageRun(signature, bytes => Assert.False(
                VeritySignatureVerifier.Verify(TestKeys.RootHash, bytes, trusted).IsValid))
            .FlipBits(500, start, start + certificate.Length);
    }

    [Fact]
    public void No_bytes_are_no_signature() => Assert.Equal(
        SignatureStatus.NotSigned, Verify(TestKeys.RootHash, [], KeyUse.Verity).Status);

    [ToolTheory("openssl")]
    [InlineData(true)]
    [InlineData(false)]
    public void OpenSSL_writes_the_same_bytes(bool embed)
    {
        using var folder = new TemporaryFolder();
        folder.Write("hash", System.Text.Encoding.ASCII.GetBytes(TestKeys.RootHash.ToString()));
        string[] noCertificate = embed ? [] : ["-nocerts"];
        ForeignTool.Run("openssl", ["smime", "-sign", "-binary", "-noattr", "-md", "sha256", "-in", folder["hash"],
            "-signer", keys.Certificate(KeyUse.Verity), "-inkey", keys.Key(KeyUse.Verity),
            "-outform", "DER", "-out", folder["p7"], .. noCertificate]);

        Assert.Equal(File.ReadAllBytes(folder["p7"]), Signature(embed));
    }

    [ToolTheory("openssl")]
    [InlineData("smime")]
    [InlineData("cms")]
    public void OpenSSL_accepts_it_for_its_root_hash_only(string command)
    {
        using var folder = new TemporaryFolder();
        folder.Write("p7", Signature(embed: false));
        folder.Write("hash", System.Text.Encoding.ASCII.GetBytes(TestKeys.RootHash.ToString()));
        folder.Write("other", System.Text.Encoding.ASCII.GetBytes(Sha256Digest.Of("other"u8).ToString()));

        ToolResult Run(string content) => ForeignTool.Try("openssl", command, "-verify", "-inform", "DER",
            "-in", folder["p7"], "-content", folder[content], "-binary", "-nointern", "-noverify",
            "-certfile", keys.Certificate(KeyUse.Verity));
        Assert.Equal(0, Run("hash").ExitCode);
        Assert.NotEqual(0, Run("other").ExitCode);
    }

    private SignatureVerdict Verify(Sha256Digest rootHash, byte[] signature, params KeyUse[] trusted) =>
        VeritySignatureVerifier.Verify(rootHash, signature, keys.Trust(trusted));
}
