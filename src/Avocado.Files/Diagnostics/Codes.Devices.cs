namespace Avocado.Files.Diagnostics;

/// <content>06xx: devices, the virtual one included.</content>
public static partial class Codes
{
    public static readonly DiagnosticCode MissingVirtualMachine = new("AVO0601",
        "the virtual device needs {0}, not found on this host: install {1}",
        "QEMU, its UEFI firmware or the software TPM is not installed, or not on the path.",
        "Install the packages that the message names; AVOCADO_OVMF may name the firmware's folder.");

    public static readonly DiagnosticCode VirtualMachineFailed = new("AVO0602",
        "the virtual device did not start: {0}",
        "QEMU or the software TPM ended at once.",
        "Read what QEMU said; another process may use the state folder.");

    public static readonly DiagnosticCode DeviceNotReady = new("AVO0603",
        "the device did not report ready {0}; its console says why",
        "The image does not boot here: a refused signature, a damaged disk, a failed unit, or too little time.",
        "Read the console above, or give more time with --timeout.");
}
