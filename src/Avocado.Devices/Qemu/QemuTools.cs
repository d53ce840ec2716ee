using Avocado.Files.Diagnostics;

namespace Avocado.Devices.Qemu;

/// <summary>The programs and firmware that the virtual device needs, found on this host.</summary>
/// <param name="Qemu">qemu-system-x86_64.</param>
/// <param name="QemuImg">qemu-img.</param>
/// <param name="SoftwareTpm">swtpm, when a TPM was asked for.</param>
/// <param name="FirmwareCode">OVMF's code image.</param>
/// <param name="FirmwareVariables">OVMF's empty variable store.</param>
public sealed record QemuTools(
    string Qemu, string QemuImg, string? SoftwareTpm, string FirmwareCode, string FirmwareVariables)
{
    private static readonly string[] FirmwareFolders =
    [
        "/usr/share/OVMF", "/usr/share/ovmf", "/usr/share/edk2/x64", "/usr/share/edk2/ovmf",
        "/opt/homebrew/share/qemu", "/usr/local/share/qemu", @"C:\Program Files\qemu\share",
    ];

    private static readonly (string Code, string Variables)[] SecureFirmware =
    [
        ("OVMF_CODE_4M.secboot.fd", "OVMF_VARS_4M.fd"), ("OVMF_CODE.secboot.4m.fd", "OVMF_VARS.4m.fd"),
    ];

    private static readonly (string Code, string Variables)[] PlainFirmware =
    [
        ("OVMF_CODE_4M.fd", "OVMF_VARS_4M.fd"), ("OVMF_CODE.4m.fd", "OVMF_VARS.4m.fd"),
    ];

    /// <summary>Finds everything the options need.</summary>
    /// <exception cref="AvocadoException">AVO0601: something is missing; the message names all packages.</exception>
    public static QemuTools Find(QemuOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var missing = new List<string>();
        var packages = new SortedSet<string>(StringComparer.Ordinal);
        string Need(string program, string package)
        {
            if (FindProgram(program) is { } path)
            {
                return path;
            }
            missing.Add(program);
            packages.Add(package);
            return "";
        }
        string qemu = Need("qemu-system-x86_64", "qemu-system-x86");
        string image = Need("qemu-img", "qemu-utils");
        string? tpm = options.Tpm ? Need("swtpm", "swtpm") : null;
        (string Code, string Variables)? firmware = FindFirmware(options.SecureBootFolder is not null);
        if (firmware is null)
        {
            missing.Add("UEFI firmware (OVMF)");
            packages.Add("ovmf");
        }
        return missing.Count == 0
            ? new QemuTools(qemu, image, tpm, firmware!.Value.Code, firmware.Value.Variables)
            : throw Codes.MissingVirtualMachine.Error(
                string.Join(", ", missing), "the packages (Debian's names) " + string.Join(' ', packages));
    }

    private static (string, string)? FindFirmware(bool secure)
    {
        string? own = Environment.GetEnvironmentVariable("AVOCADO_OVMF");
        foreach (string folder in own is null ? FirmwareFolders : [own, .. FirmwareFolders])
        {
            foreach ((string code, string variables) in secure ? SecureFirmware : PlainFirmware)
            {
                (string, string) pair = (Path.Combine(folder, code), Path.Combine(folder, variables));
                if (File.Exists(pair.Item1) && File.Exists(pair.Item2))
                {
                    return pair;
                }
            }
        }
        return null;
    }

    private static string? FindProgram(string name)
    {
        string file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, file))
            .FirstOrDefault(File.Exists);
    }
}
