using Avocado.Testing;

namespace Avocado.EndToEnd.Tests.Sample;

[Collection(SampleTestGroup.Name)]
public sealed class BootImageTests(SampleParts sample)
{
    // Which certificates of db signed what; mode addons have a key of their own.
    private const string Authority = "db";

    [ToolFact("sbverify", "openssl")]
    public void The_boot_image_is_signed_by_the_secure_boot_key_and_no_other()
    {
        Assert.True(IsSignedBy(Authority, BuiltSample.BootImage));
        Assert.False(IsSignedBy("KEK", BuiltSample.BootImage));
        Assert.Contains("(secure-boot)", Signers(BuiltSample.BootImage), StringComparison.Ordinal);
    }

    [ToolFact("sbverify", "openssl", "sfdisk", "mtype")]
    public void The_boot_loader_is_signed_by_the_secure_boot_key()
    {
        string esp = $"{BuiltSample.Disk}@@{sample.Partitions[SampleParts.Esp].Offset}";
        string loader = sample["loader.efi"];
        File.WriteAllBytes(loader, ForeignTool.Run("mtype", "-i", esp, "::/EFI/BOOT/BOOTX64.EFI").OutputBytes);
        Assert.True(IsSignedBy(Authority, loader));
        Assert.Contains("(secure-boot)", Signers(loader), StringComparison.Ordinal);
    }

    [ToolFact("sbverify", "openssl")]
    public void Mode_addons_are_signed_by_the_key_for_modes()
    {
        string addon = BuiltSample.Output("modes/development.addon.efi");
        Assert.True(IsSignedBy(Authority, addon));
        Assert.Contains("(modes)", Signers(addon), StringComparison.Ordinal);
        Assert.DoesNotContain("(secure-boot)", Signers(addon), StringComparison.Ordinal);
    }

    // One authority vouches for both keys; the certificate inside the signature says which of them it was.
    private static string Signers(string image) => ForeignTool.Run("sbverify", "--list", image).Output;

    [ToolFact("objdump")]
    public void The_boot_image_has_the_sections_of_a_unified_kernel_image()
    {
        string[] sections = ForeignTool.Run("objdump", "-h", BuiltSample.BootImage).Output.Split('\n')
            .Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(w => w.Length > 2 && w[1].StartsWith('.')).Select(w => w[1]).ToArray();
        foreach (string section in (string[])[".osrel", ".cmdline", ".uname", ".linux", ".initrd", ".sbat"])
        {
            Assert.Single(sections, section);
        }
    }

    [ToolFact("objcopy")]
    public void The_signed_command_line_has_the_root_hash()
    {
        string line = File.ReadAllText(sample.Section(".cmdline")).TrimEnd('\0');
        Assert.Contains("roothash=" + BuiltSample.RootHash, line.Split(' '));
        Assert.Contains("systemd.verity_root_options=restart-on-corruption", line.Split(' '));
    }

    [ToolFact("objcopy", "unsquashfs", "depmod")]
    public void The_boot_image_says_which_system_and_kernel_it_starts()
    {
        Assert.Equal(
            File.ReadAllText(Path.Combine(sample.Root, "usr/lib/os-release")),
            File.ReadAllText(sample.Section(".osrel")).TrimEnd('\0'));
        Assert.Equal(
            Path.GetFileName(Assert.Single(Directory.GetDirectories(Path.Combine(sample.Root, "usr/lib/modules")))),
            File.ReadAllText(sample.Section(".uname")).TrimEnd('\0'));
    }

    [ToolFact("objcopy", "zstd", "cpio")]
    public void The_initrd_is_a_whole_archive_with_what_starts_it()
    {
        ForeignTool.Run("zstd", "-q", "-t", sample.Section(".initrd"));
        foreach (string path in (string[])["init", "etc/initrd-release", "usr/lib/systemd/systemd-veritysetup"])
        {
            Assert.True(Path.Exists(Path.Combine(sample.Initrd, path)) || IsLink(path), path);
        }
    }

    [ToolFact("objcopy", "cpio", "openssl")]
    public void The_initrd_trusts_certificates_and_has_no_private_key()
    {
        ForeignTool.Run("openssl", "x509", "-in", sample.Anchor, "-noout");
        Assert.Empty(Secrets.FindIn(sample.Initrd, Secrets.PrivateKey));
    }

    // Absolute links lead out of the unpacked folder.
    private bool IsLink(string path) => new FileInfo(Path.Combine(sample.Initrd, path)).LinkTarget is not null;

    private bool IsSignedBy(string certificate, string image)
    {
        ToolResult result = ForeignTool.Try("sbverify", "--cert", sample.Pem(certificate), image);
        return result.ExitCode == 0;
    }
}
