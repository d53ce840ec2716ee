using Avocado.Files;

namespace Avocado.Images.Device;

/// <summary>
/// The only writable file system: systemd-repart makes it on first boot in the free space at the end of the disk,
/// encrypted to the TPM where the board has one.
/// </summary>
public static class VarSetup
{
    private static readonly Origin Origin = Origin.Generated("var", "made on first boot by systemd-repart");

    /// <summary>The definitions that repart, cryptsetup and mount read.</summary>
    public static IEnumerable<Entry> Entries(bool encrypted)
    {
        string encrypt = encrypted ? "tpm2" : "off";
        yield return Text("usr/lib/repart.d/50-var.conf", $"""
            [Partition]
            Type=var
            Label=var
            Format=ext4
            Encrypt={encrypt}
            SizeMinBytes=128M
            FactoryReset=yes

            """);
        string device = "PARTLABEL=var";
        if (encrypted)
        {
            device = "/dev/mapper/var";
            yield return Text("etc/crypttab", "var PARTLABEL=var - tpm2-device=auto,headless=yes\n");
        }
        yield return Text("etc/fstab",
            $"{device} /var ext4 rw,nodev,nosuid,noexec,x-systemd.device-timeout=300s 0 0\n");
    }

    private static Entry Text(UnixPath path, string text) =>
        Entry.File(path, Content.Text(text.ReplaceLineEndings("\n")), Origin);
}
