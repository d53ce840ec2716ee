namespace Avocado.Devices.Qemu;

/// <summary>The files of one running machine.</summary>
/// <param name="Disk">The overlay that takes all writes.</param>
/// <param name="Variables">The UEFI variable store with the enrolled keys.</param>
/// <param name="TpmSocket">The software TPM's control socket, or null.</param>
/// <param name="Monitor">QEMU's monitor as a character device: "unix:PATH" or "tcp:127.0.0.1:PORT".</param>
public sealed record MachineFiles(string Disk, string Variables, string? TpmSocket, string Monitor);
