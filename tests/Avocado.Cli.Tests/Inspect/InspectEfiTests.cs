using Avocado.Cli.Inspect;
using Avocado.Cli.Inspect.Model;
using Avocado.Files;
using Avocado.Formats.Tests.Pe;
using Avocado.Signing;
using Avocado.Testing;

namespace Avocado.Cli.Tests.Inspect;

/// <summary>EFI executables; sbverify says whether a verdict is right.</summary>
[Collection(SampleKeys.Shared)]
public sealed class InspectEfiTests(SampleKeys keys) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_unified_kernel_image_shows_its_parts()
    {
        InspectionReport report = Inspect(Uki(), keys.Trust(KeyUse.SecureBoot));
        Assert.Empty(report.Findings);
        Assert.Equal(ImageKind.Efi, report.Kind);
        Assert.Equal((EfiKind.Uki, "x86-64"), (report.Efi!.Kind, report.Efi.Machine));
        Assert.Equal(
            [".text", ".sbat", ".reloc", ".osrel", ".cmdline", ".uname", ".linux", ".initrd"],
            report.Efi.Sections.Select(s => s.Name));
        Assert.Equal(SyntheticPe.Kernel().Length, report.Efi.Sections.Single(s => s.Name == ".linux").Size);
        Assert.Equal((7, true), (report.Efi.Initrd!.Members, report.Efi.Initrd.IsRead));
    }

    [ToolTheory("sbverify")]
    [InlineData("own", null, nameof(Verdict.Ok))]
    [InlineData("strange", null, nameof(Verdict.UnknownSigner))]
    [InlineData("own", " quiet", nameof(Verdict.Damaged))]
    public void Verdicts_are_those_of_sbverify(string signer, string? change, string verdict)
    {
        var expected = Enum.Parse<Verdict>(verdict);
        byte[] image = Uki(signer == "own" ? keys.Own : keys.Strange);
        if (change is not null)
        {
            image[SampleImages.IndexOf(image, change)] ^= 1;
        }
        string path = _folder.Write("image.efi", image);
        InspectionReport report = ImageInspector.Inspect(path, keys.Trust(KeyUse.SecureBoot), CancellationToken.None);
        Assert.Equal((expected, expected), (report.Verdict, report.Efi!.Verdict));
        ToolResult judge = ForeignTool.Try("sbverify", "--cert", keys.Certificate(KeyUse.SecureBoot), path);
        Assert.Equal(expected == Verdict.Ok, judge.ExitCode == 0);
    }

    [ToolFact("sbsign", "sbverify")]
    public void Of_two_signatures_one_good_one_is_enough()
    {
        string path = _folder.Write("image.efi", Uki(keys.Strange));
        string key = Path.Combine(keys.Own.Folder, "secure-boot.pem");
        ForeignTool.Run("sbsign", "--key", key, "--cert", keys.Certificate(KeyUse.SecureBoot), "--output", path, path);
        InspectionReport report = ImageInspector.Inspect(path, keys.Trust(KeyUse.SecureBoot), CancellationToken.None);
        Assert.Empty(report.Findings);
        Assert.Equal([Verdict.UnknownSigner, Verdict.Ok], report.Efi!.Signatures.Select(s => s.Verdict));
        ForeignTool.Run("sbverify", "--cert", keys.Certificate(KeyUse.SecureBoot), path);
    }

    [Fact]
    public void An_unsigned_executable_is_bad_only_when_certificates_are_given()
    {
        byte[] image = SyntheticPe.Kernel();
        Assert.Empty(Inspect(image, new InspectionOptions()).Findings);
        Assert.Equal(Verdict.NotSigned, Inspect(image, keys.Trust(KeyUse.SecureBoot)).Verdict);
    }

    [Fact]
    public void Damaged_executables_are_reported_whatever_is_wrong_with_them() =>
        DamageInput.Run(_folder, Uki(), keys.Trust(KeyUse.SecureBoot), headers: 2048);

    public void Dispose() => _folder.Dispose();

    private byte[] Uki(DevelopmentKeySet? signer = null) =>
        new SampleDisk(keys) { BootSigner = (signer ?? keys.Own)[KeyUse.SecureBoot] }
            .BootImage(Sha256Digest.Of("root"u8), Sha256Digest.Of("store"u8));

    private InspectionReport Inspect(byte[] image, InspectionOptions options) =>
        ImageInspector.Inspect(_folder.Write("image.efi", image), options, CancellationToken.None);
}
