using Avocado.Files.Diagnostics;
using Avocado.Formats.Efi;
using Avocado.Formats.Tests.Harness;
using Avocado.Testing;

namespace Avocado.Formats.Tests.Efi;

public class AuthenticatedVariableTests
{
    private static readonly EfiTime Time = EfiTime.Of(new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero));

    [Fact]
    public void A_signed_update_reads_back()
    {
        AuthenticatedVariable variable = Database();
        byte[] signature = [0x30, 3, 2, 1, 1];

        (AuthenticatedVariable read, ReadOnlyMemory<byte> readSignature) =
            AuthenticatedVariable.Read("db", EfiGuid.ImageSecurityDatabase, variable.Attach(signature));

        Assert.Equal(signature, readSignature.ToArray());
        Assert.Equal(variable.ToBeSigned(), read.ToBeSigned());
        Assert.Equal(Time, read.Timestamp);
    }

    [Fact]
    public void The_signed_bytes_are_name_vendor_attributes_time_and_value()
    {
        var variable = new AuthenticatedVariable("db", EfiGuid.ImageSecurityDatabase, Time, new byte[] { 0xAA });

        Assert.Equal(
            "64006200" + "CBB219D73A3D9645A3BCDAD00E67656F" + "27000000" + "E8070506070809000000000000000000" + "AA",
            Convert.ToHexString(variable.ToBeSigned()));
    }

    [Fact]
    public void Another_name_time_or_value_has_another_digest()
    {
        AuthenticatedVariable variable = Database();

        Assert.NotEqual(variable.Digest, (variable with { Name = "dbx" }).Digest);
        Assert.NotEqual(variable.Digest, (variable with { Timestamp = Time with { Second = 1 } }).Digest);
        Assert.NotEqual(variable.Digest, (variable with { Value = new byte[] { 1 } }).Digest);
        Assert.Equal(variable.Digest, Database().Digest);
    }

    [Fact]
    public void A_damaged_update_gives_a_typed_error()
    {
        DamageRun run = new DamageRun(Database().Attach(new byte[300]),
                bytes => AuthenticatedVariable.Read("db", EfiGuid.ImageSecurityDatabase, bytes))
            .Truncate().FlipBits(2000, end: 60).Overwrite(2000, end: 60);
        Assert.True(run.Refused > 500);
    }

    [Fact]
    public void A_signature_of_another_kind_is_damage()
    {
        byte[] bytes = Database().Attach(new byte[10]);
        bytes[30] ^= 1;

        Assert.Throws<DamagedFormatException>(
            () => AuthenticatedVariable.Read("db", EfiGuid.ImageSecurityDatabase, bytes));
    }

    [ToolFact("sign-efi-sig-list")]
    public void Efitools_hashes_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        AuthenticatedVariable variable = Database();
        string list = folder.Write("db.esl", variable.Value.Span);
        ForeignTool.Run("sign-efi-sig-list", "-o", "-t", "2024-05-06 07:08:09", "db", list, folder["tbs"]);

        Assert.Equal(File.ReadAllBytes(folder["tbs"]), variable.ToBeSigned());
    }

    private static AuthenticatedVariable Database() => AuthenticatedVariable.Database(
        Time, [EfiSignatureList.OfCertificate(Guid.Empty, TestCertificate.Der("db"))]);
}
