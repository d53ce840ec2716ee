using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Pe;
using Avocado.Formats.Segments;
using Avocado.Formats.Tests.Harness;
using Avocado.Formats.Tests.Pe;
using Avocado.Testing;

namespace Avocado.Signing.Tests;

[Collection(TestKeys.Shared)]
public class AuthenticodeSignatureTests(TestKeys keys)
{
    [Fact]
    public void The_same_image_and_key_make_the_same_bytes_from_memory_file_and_slice()
    {
        using var folder = new TemporaryFolder();
        byte[] expected = Segment.ToArray(AuthenticodeSigner.Sign(keys[KeyUse.SecureBoot], Uki()));
        byte[] image = Segment.ToArray(Uki());
        (Content file, Content slice) = Segment.OnDisk(folder.Path, "image", image);

        Assert.All([Content.Bytes(image), file, slice], content => Assert.Equal(expected, Sign(content)));
        Assert.Equal(expected, Segment.ToArray(AuthenticodeSigner.Sign(keys[KeyUse.SecureBoot], Uki())));
    }

    [Fact]
    public void A_signed_image_is_accepted_for_its_signer_only()
    {
        Content signed = Signed();
        SignatureVerdict verdict = Assert.Single(
            AuthenticodeVerifier.Verify(signed, keys.Trust(KeyUse.Modes, KeyUse.SecureBoot)));

        Assert.Equal(SignatureStatus.Valid, verdict.Status);
        Assert.Equal(keys[KeyUse.SecureBoot].Certificate, verdict.TrustedBy);
        Assert.Equal("CN=Avocado development key (secure-boot)", verdict.Signer);
        Assert.Equal(SignatureStatus.UnknownSigner,
            Assert.Single(AuthenticodeVerifier.Verify(signed, keys.Trust(KeyUse.Modes))).Status);
        Assert.Equal(SignatureStatus.NotSigned, Assert.Single(AuthenticodeVerifier.Verify(
            Content.Bytes(SyntheticPe.Stub()), keys.Trust(KeyUse.SecureBoot))).Status);
    }

    [Fact]
    public void A_changed_byte_anywhere_in_the_image_is_found()
    {
        byte[] image = SyntheticPe.AddonStub();
        byte[] signed = Sign(Content.Bytes(image));
        SigningCertificate[] trusted = keys.Trust(KeyUse.SecureBoot);
        for (int at = SyntheticPe.TableOffset + 40; at < image.Length; at += 7)
        {
            byte[] changed = [.. signed];
            changed[at] ^= 1;
            Assert.Equal(SignatureStatus.ContentChanged,
                Assert.Single(AuthenticodeVerifier.Verify(Content.Bytes(changed), trusted)).Status);
        }
    }

    [Fact]
    public void A_signature_moved_to_another_image_is_found()
    {
        ReadOnlyMemory<byte> signature = PeSignatures.Read(Signed())[0].Data;
        byte[] other = Segment.ToArray(AuthenticodeAttacher.Attach(
            UnsignedImage.Measure(Content.Bytes(SyntheticPe.AddonStub())), signature));

        Assert.Equal(SignatureStatus.ContentChanged, Assert.Single(
            AuthenticodeVerifier.Verify(Content.Bytes(other), keys.Trust(KeyUse.SecureBoot))).Status);
    }

    [Fact]
    public void Damaged_signatures_are_never_valid_and_never_crash()
    {
        byte[] signed = Sign(Content.Bytes(SyntheticPe.AddonStub()));
        SigningCertificate[] trusted = keys.Trust(KeyUse.SecureBoot);
        int start = SyntheticPe.AddonStub().Length;

        void Verify(byte[] bytes) => AuthenticodeVerifier.Verify(Content.Bytes(bytes), trusted);
        new DamageRun(signed, Verify).Truncate(100).FlipBits(1500, start).Overwrite(1500, start);
        // The last 256 bytes in front of the padding are the signature's value.
        int length = WinCertificateHeader.Size + PeSignatures.Read(Content.Bytes(signed))[0].Data.Length;
        new DamageRun(signed, bytes => Assert.Equal(SignatureStatus.BadSignature,
                Assert.Single(AuthenticodeVerifier.Verify(Content.Bytes(bytes), trusted)).Status))
            .FlipBits(200, start + length - 256, start + length);
    }

    [Fact]
    public void A_key_for_something_else_is_refused()
    {
        Assert.Equal("AVO0408", Assert.Throws<AvocadoException>(
            () => AuthenticodeSigner.Sign(keys[KeyUse.Verity], Uki())).Code.Id);
        Assert.Equal("AVO0408", Assert.Throws<AvocadoException>(
            () => AuthenticodeSigner.Sign(keys[KeyUse.SecureBoot], Uki(), KeyUse.Modes)).Code.Id);
    }

    [Fact]
    public void A_signature_made_elsewhere_gives_the_same_bytes()
    {
        AuthenticodeDraft draft = AuthenticodeSigner.Prepare(Uki(), keys[KeyUse.SecureBoot].Certificate);
        byte[] value = keys[KeyUse.SecureBoot].SignDigest(draft.Digest);

        Assert.Equal(Segment.ToArray(AuthenticodeSigner.Sign(keys[KeyUse.SecureBoot], Uki())),
            Segment.ToArray(draft.Attach(value)));
        Assert.Equal("AVO0411", Assert.Throws<AvocadoException>(
            () => draft.Attach(keys[KeyUse.SecureBoot].SignDigest(draft.ImageDigest))).Code.Id);
    }

    [Fact]
    public void An_image_signed_by_a_certificate_that_a_given_one_issued_is_accepted()
    {
        (SigningCertificate authority, ISigner leaf) = Issue();
        using ISigner signer = leaf;
        Content signed = Content.Bytes(Segment.ToArray(AuthenticodeSigner.Sign(signer, Uki())));

        SignatureVerdict verdict = Assert.Single(
            AuthenticodeVerifier.Verify(signed, [keys[KeyUse.Modes].Certificate, authority]));
        Assert.Equal(SignatureStatus.Valid, verdict.Status);
        Assert.Equal(authority, verdict.TrustedBy);
        Assert.Equal(SignatureStatus.UnknownSigner,
            Assert.Single(AuthenticodeVerifier.Verify(signed, keys.Trust(KeyUse.Modes))).Status);
    }

    [ToolFact("sbverify")]
    public void Sbverify_accepts_the_signer_and_refuses_others()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("uki.efi", Signed().ReadAll());

        Assert.Equal(0, ForeignTool.Try("sbverify", "--cert", keys.Certificate(KeyUse.SecureBoot), path).ExitCode);
        Assert.NotEqual(0, ForeignTool.Try("sbverify", "--cert", keys.Certificate(KeyUse.Modes), path).ExitCode);
    }

    [ToolFact("sbverify")]
    public void Sbverify_refuses_a_changed_byte_that_we_refuse()
    {
        using var folder = new TemporaryFolder();
        byte[] changed = Signed().ReadAll();
        changed[0x700] ^= 1;
        string path = folder.Write("uki.efi", changed);

        Assert.NotEqual(0, ForeignTool.Try("sbverify", "--cert", keys.Certificate(KeyUse.SecureBoot), path).ExitCode);
    }

    [ToolFact("osslsigncode")]
    public void Osslsigncode_accepts_signature_and_checksum()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("uki.efi", Signed().ReadAll());
        ToolResult result = ForeignTool.Run(
            "osslsigncode", "verify", "-CAfile", keys.Certificate(KeyUse.SecureBoot), path);

        Assert.Contains("Signature verification: ok", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("mismatch", result.Output, StringComparison.OrdinalIgnoreCase);
    }

    [ToolFact("pesign")]
    public void Pesign_computes_the_digest_that_was_signed()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("uki.efi", Signed().ReadAll());
        AuthenticodeDraft draft = AuthenticodeSigner.Prepare(Uki(), keys[KeyUse.SecureBoot].Certificate);

        Assert.Contains(draft.ImageDigest.ToString(), ForeignTool.Run("pesign", "-h", "-i", path).Output,
            StringComparison.Ordinal);
    }

    [ToolFact("sbsign")]
    public void An_image_that_sbsign_signed_is_accepted()
    {
        using var folder = new TemporaryFolder();
        string image = folder.Write("uki.efi", Segment.ToArray(Uki()));
        ForeignTool.Run("sbsign", "--key", keys.Key(KeyUse.SecureBoot), "--cert", keys.Certificate(KeyUse.SecureBoot),
            "--output", folder["signed.efi"], image);

        Assert.Equal(SignatureStatus.Valid, Assert.Single(AuthenticodeVerifier.Verify(
            HostFileContent.Of(folder["signed.efi"]), keys.Trust(KeyUse.SecureBoot))).Status);
    }

    [ToolFact("osslsigncode", "sbverify")]
    public void Our_signature_behind_a_foreign_one_counts_for_both()
    {
        using var folder = new TemporaryFolder();
        string image = folder.Write("uki.efi", Segment.ToArray(Uki()));
        ForeignTool.Run("osslsigncode", "sign", "-h", "sha256", "-key", keys.Key(KeyUse.Verity),
            "-certs", keys.Certificate(KeyUse.Verity), "-in", image, "-out", folder["once.efi"]);
        byte[] twice = Sign(HostFileContent.Of(folder["once.efi"]));
        string path = folder.Write("twice.efi", twice);

        Assert.Equal([SignatureStatus.Valid, SignatureStatus.Valid], AuthenticodeVerifier.Verify(
            Content.Bytes(twice), keys.Trust(KeyUse.SecureBoot, KeyUse.Verity)).Select(v => v.Status));
        ForeignTool.Run("sbverify", "--cert", keys.Certificate(KeyUse.SecureBoot), path);
        ForeignTool.Run("sbverify", "--cert", keys.Certificate(KeyUse.Verity), path);
    }

    [ToolFact("openssl")]
    public void The_signature_has_no_time_in_it()
    {
        using var folder = new TemporaryFolder();
        folder.Write("p7", PeSignatures.Read(Signed())[0].Data.Span);
        string text = ForeignTool.Run("openssl", "asn1parse", "-inform", "DER", "-in", folder["p7"]).Output;

        Assert.Contains("messageDigest", text, StringComparison.Ordinal);
        Assert.DoesNotContain("signingTime", text, StringComparison.Ordinal);
    }

    private Content Signed() =>
        Content.Bytes(Segment.ToArray(AuthenticodeSigner.Sign(keys[KeyUse.SecureBoot], Uki())));

    private byte[] Sign(Content image)
    {
        using var stream = new MemoryStream();
        AuthenticodeSigner.Sign(keys[KeyUse.SecureBoot], image, stream);
        return stream.ToArray();
    }

    private static ISegment Uki() => UkiBuilder.Build(Content.Bytes(SyntheticPe.Stub()),
    [
        new(UkiSectionName.CommandLine, Content.Text("quiet")),
        new(UkiSectionName.Linux, Content.Bytes(SyntheticPe.Kernel())),
        new(UkiSectionName.Initrd, Content.Bytes(new byte[100_000])),
    ]);

    private static (SigningCertificate Authority, ISigner Leaf) Issue()
    {
        DateTimeOffset start = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero), end = start.AddYears(1);
        using var rootKey = RSA.Create(2048);
        var root = new CertificateRequest("CN=authority", rootKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 authority = root.CreateSelfSigned(start, end);
        RSA leafKey = RSA.Create(2048);
        var leaf = new CertificateRequest("CN=leaf", leafKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 issued = leaf.Create(authority, start, end, [0x41]);
        return (SigningCertificate.Parse(authority.RawData, "authority"), new RsaSigner(
            "leaf", leafKey, SigningCertificate.Parse(Encoding.ASCII.GetBytes(issued.ExportCertificatePem()), "leaf"),
            KeyUse.SecureBoot));
    }
}
