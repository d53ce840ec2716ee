namespace Avocado.Formats.Pe;

/// <summary>Names of the sections of a unified kernel image (UAPI.5).</summary>
public static class UkiSectionName
{
    /// <summary>os-release; without it the boot loader does not list the image.</summary>
    public const string OsRelease = ".osrel";

    /// <summary>The kernel command line.</summary>
    public const string CommandLine = ".cmdline";

    /// <summary>The kernel's version, as <c>uname -r</c> shows it.</summary>
    public const string Uname = ".uname";

    /// <summary>The kernel, an EFI executable.</summary>
    public const string Linux = ".linux";

    /// <summary>The initrd, one or more cpio archives.</summary>
    public const string Initrd = ".initrd";

    /// <summary>Microcode, an uncompressed cpio archive.</summary>
    public const string Microcode = ".ucode";

    /// <summary>The boot picture, a bitmap.</summary>
    public const string Splash = ".splash";

    /// <summary>A device tree.</summary>
    public const string DeviceTree = ".dtb";

    /// <summary>A device tree chosen by the hardware; may repeat.</summary>
    public const string AutomaticDeviceTree = ".dtbauto";

    /// <summary>Firmware chosen by the hardware; may repeat.</summary>
    public const string Firmware = ".efifw";

    /// <summary>The public key of the PCR signatures.</summary>
    public const string PcrPublicKey = ".pcrpkey";

    /// <summary>Signatures over expected PCR values.</summary>
    public const string PcrSignature = ".pcrsig";

    /// <summary>Revocation metadata.</summary>
    public const string Sbat = ".sbat";

    /// <summary>The start of a profile; what follows belongs to it.</summary>
    public const string Profile = ".profile";
}
