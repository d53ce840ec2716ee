using Avocado.Files.Diagnostics;
using Avocado.Formats.Efi;
using Avocado.Formats.Tests.Harness;
using Avocado.Testing;

namespace Avocado.Formats.Tests.Efi;

public class EfiSignatureListTests
{
    private static readonly Guid Owner = new("11111111-2222-3333-4444-555555555555");

    [Fact]
    public void Lists_read_back_as_they_were_written()
    {
        EfiSignatureList hashes = new(EfiGuid.Sha256Hash,
            [new EfiSignature(Owner, new byte[32]), new EfiSignature(Guid.Empty, new byte[32])]);
        byte[] value = EfiSignatureList.Write([EfiSignatureList.OfCertificate(Owner, new byte[] { 1, 2, 3 }), hashes]);

        IReadOnlyList<EfiSignatureList> lists = EfiSignatureList.Read(value);

        Assert.Equal([EfiGuid.X509Certificate, EfiGuid.Sha256Hash], lists.Select(l => l.Type));
        Assert.Equal([1, 2, 3], lists[0].Entries.Single().Data.ToArray());
        Assert.Equal([Owner, Guid.Empty], lists[1].Entries.Select(e => e.Owner));
        Assert.Equal(value, EfiSignatureList.Write(lists));
    }

    [Fact]
    public void The_same_certificates_make_the_same_bytes() => Assert.Equal(
        EfiSignatureList.Write([EfiSignatureList.OfCertificate(Owner, TestCertificate.Der("a"))]),
        EfiSignatureList.Write([EfiSignatureList.OfCertificate(Owner, TestCertificate.Der("a"))]));

    [Fact]
    public void Damaged_lists_give_a_typed_error()
    {
        byte[] value = EfiSignatureList.Write(
            [EfiSignatureList.OfCertificate(Owner, new byte[40]), EfiSignatureList.OfCertificate(Owner, new byte[9])]);

        DamageRun run = new DamageRun(value, bytes => EfiSignatureList.Read(bytes))
            .Truncate().FlipBits(3000).Overwrite(3000);
        Assert.True(run.Refused > 500);
    }

    [Theory]
    [InlineData(0u, 0u, 0u)]
    [InlineData(28u, 0u, 17u)]
    [InlineData(44u, uint.MaxValue, 17u)]
    [InlineData(44u, 0u, 16u)]
    [InlineData(uint.MaxValue, 0u, 17u)]
    public void Sizes_that_do_not_fit_each_other_are_damage(uint listSize, uint headerSize, uint entrySize)
    {
        var value = new byte[100];
        new EfiSignatureListHeader(EfiGuid.X509Certificate, listSize, headerSize, entrySize).Write(value);

        Assert.Throws<DamagedFormatException>(() => EfiSignatureList.Read(value));
    }

    [ToolFact("cert-to-efi-sig-list", "openssl")]
    public void Efitools_writes_the_same_list()
    {
        using var folder = new TemporaryFolder();
        byte[] certificate = TestCertificate.Der("db");
        folder.Write("db.pem", TestCertificate.Pem("db"));
        ForeignTool.Run("cert-to-efi-sig-list", "-g", Owner.ToString(), folder["db.pem"], folder["db.esl"]);

        Assert.Equal(File.ReadAllBytes(folder["db.esl"]),
            EfiSignatureList.Write([EfiSignatureList.OfCertificate(Owner, certificate)]));
    }

    [ToolFact("sig-list-to-certs")]
    public void Efitools_takes_the_certificates_out_again()
    {
        using var folder = new TemporaryFolder();
        byte[][] certificates = [TestCertificate.Der("a"), TestCertificate.Der("b")];
        folder.Write("db.esl",
            EfiSignatureList.Write(certificates.Select(c => EfiSignatureList.OfCertificate(Owner, c))));
        ForeignTool.Run("sig-list-to-certs", folder["db.esl"], folder["out"]);

        Assert.Equal(certificates[0], File.ReadAllBytes(folder["out-0.der"]));
        Assert.Equal(certificates[1], File.ReadAllBytes(folder["out-1.der"]));
    }
}
