using System.Formats.Asn1;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Efi;
using Avocado.Testing;

namespace Avocado.Signing.Tests;

[Collection(TestKeys.Shared)]
public class SecureBootEnrollmentTests(TestKeys keys)
{
    [Fact]
    public void The_same_keys_make_the_same_files_in_any_folder()
    {
        using var folder = new TemporaryFolder();
        string[] first = [.. Enrollment().Write(folder["a"])];
        string[] second = [.. Enrollment().Write(folder["b/c"])];

        Assert.Equal(["PK.der", "PK.auth", "KEK.der", "KEK.auth", "db.der", "db-2.der", "db.auth"],
            first.Select(Path.GetFileName));
        Assert.Equal(first.Select(File.ReadAllBytes), second.Select(File.ReadAllBytes));
        Assert.Equal(first.Length, Directory.GetFiles(folder["a"]).Length);
    }

    [Fact]
    public void Db_has_every_certificate_and_db_der_is_the_boot_key()
    {
        Dictionary<string, byte[]> files = Files();
        (AuthenticatedVariable db, _) = AuthenticatedVariable.Read(
            "db", EfiGuid.ImageSecurityDatabase, files["db.auth"]);

        Assert.Equal(
            [keys[KeyUse.SecureBoot].Certificate.Der.ToArray(), keys[KeyUse.Modes].Certificate.Der.ToArray()],
            EfiSignatureList.Read(db.Value).Select(l => l.Entries.Single().Data.ToArray()));
        Assert.Equal(keys[KeyUse.SecureBoot].Certificate.Der.ToArray(), files["db.der"]);
    }

    [Fact]
    public void A_key_for_something_else_cannot_enrol() => Assert.Equal("AVO0408", Assert.Throws<AvocadoException>(
        () => new SecureBootEnrollment(keys[KeyUse.SecureBoot], keys[KeyUse.KeyExchange], [])).Code.Id);

    [ToolTheory("openssl")]
    [InlineData("PK", KeyUse.Platform)]
    [InlineData("KEK", KeyUse.Platform)]
    [InlineData("db", KeyUse.KeyExchange)]
    public void OpenSSL_accepts_each_update_by_the_key_above_it(string name, KeyUse signer)
    {
        using var folder = new TemporaryFolder();
        Guid vendor = name == "db" ? EfiGuid.ImageSecurityDatabase : EfiGuid.GlobalVariable;
        (AuthenticatedVariable variable, ReadOnlyMemory<byte> signature) =
            AuthenticatedVariable.Read(name, vendor, Files()[name + ".auth"]);
        folder.Write("p7", ContentInfo(signature));
        folder.Write("signed", variable.ToBeSigned());
        folder.Write("other", (variable with { Timestamp = variable.Timestamp with { Day = 2 } }).ToBeSigned());

        ToolResult Run(string content, KeyUse use) => ForeignTool.Try("openssl", "smime", "-verify", "-inform", "DER",
            "-in", folder["p7"], "-content", folder[content], "-binary", "-nointern", "-noverify",
            "-certfile", keys.Certificate(use));
        Assert.Equal(0, Run("signed", signer).ExitCode);
        Assert.NotEqual(0, Run("other", signer).ExitCode);
        Assert.NotEqual(0, Run("signed", KeyUse.Verity).ExitCode);
    }

    [Fact]
    public void Firmware_finds_the_digest_algorithm_where_it_looks_for_it()
    {
        // EDK II compares the bytes at offset 13 of the SignedData with the value of SHA-256's identifier.
        (_, ReadOnlyMemory<byte> signature) = AuthenticatedVariable.Read(
            "PK", EfiGuid.GlobalVariable, Files()["PK.auth"]);

        Assert.Equal("608648016503040201", Convert.ToHexString(signature.Span.Slice(13, 9)));
    }

    private SecureBootEnrollment Enrollment() => new(
        keys[KeyUse.Platform], keys[KeyUse.KeyExchange], keys.Trust(KeyUse.SecureBoot, KeyUse.Modes));

    private Dictionary<string, byte[]> Files() => Enrollment().Files().ToDictionary(f => f.Name, f => f.Bytes);

    private static byte[] ContentInfo(ReadOnlyMemory<byte> signedData)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.2.840.113549.1.7.2");
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            {
                writer.WriteEncodedValue(signedData.Span);
            }
        }
        return writer.Encode();
    }
}
