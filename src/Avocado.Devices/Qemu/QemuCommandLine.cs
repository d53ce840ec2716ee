using System.Globalization;
using System.Text;

namespace Avocado.Devices.Qemu;

/// <summary>The arguments of QEMU for a set of options: a PC with UEFI, one disk, a serial console.</summary>
public static class QemuCommandLine
{
    /// <summary>Builds the arguments.</summary>
    /// <param name="options">What the device is made of.</param>
    /// <param name="tools">Where firmware is.</param>
    /// <param name="files">The machine's own files.</param>
    /// <param name="useKvm">KVM with SMM works on this host; otherwise instructions are translated.</param>
    public static IReadOnlyList<string> Build(QemuOptions options, QemuTools tools, MachineFiles files, bool useKvm)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(tools);
        ArgumentNullException.ThrowIfNull(files);
        bool secure = options.SecureBootFolder is not null;
        List<string> arguments =
        [
            "-name", "avocado", "-M", "q35,smm=" + (secure ? "on" : "off"),
            "-accel", useKvm ? "kvm" : "tcg,thread=multi",
            // QEMU 7.2 corrupts flags around cmpxchg16b when it translates; five-level paging only costs time there.
            "-cpu", useKvm ? "host" : "max,-cx16,-la57",
            "-smp", options.Processors.ToString(CultureInfo.InvariantCulture),
            "-m", options.Memory.ToString(CultureInfo.InvariantCulture),
            "-nodefaults", "-no-user-config", "-display", "none", "-vga", "none",
            "-uuid", options.SystemId.ToString(),
            "-chardev", "stdio,id=console,signal=off", "-serial", "chardev:console",
            "-qmp", files.Monitor + ",server=on,wait=off",
            "-drive", $"if=pflash,format=raw,unit=0,readonly=on,file={Escape(tools.FirmwareCode)}",
            "-drive", $"if=pflash,format=raw,unit=1,file={Escape(files.Variables)}",
            "-drive", $"if=none,id=disk,format=qcow2,discard=unmap,file={Escape(files.Disk)}",
            "-device", "virtio-blk-pci,drive=disk,bootindex=1",
            "-device", "virtio-rng-pci",
        ];
        if (secure)
        {
            arguments.AddRange(
                ["-global", "driver=cfi.pflash01,property=secure,value=on", "-global", "ICH9-LPC.disable_s3=1"]);
        }
        if (files.TpmSocket is { } socket)
        {
            arguments.AddRange(
                ["-chardev", $"socket,id=tpm,path={Escape(socket)}", "-tpmdev", "emulator,id=tpm0,chardev=tpm",
                    "-device", "tpm-tis,tpmdev=tpm0"]);
        }
        arguments.AddRange(options.Network ? ["-nic", "user,model=virtio-net-pci"] : ["-nic", "none"]);
        if (options.KernelArguments is { Length: > 0 } extra)
        {
            arguments.AddRange(["-smbios", "type=11,value=io.systemd.stub.kernel-cmdline-extra=" + Escape(extra)]);
        }
        foreach ((string name, string value) in options.Credentials)
        {
            string text = Convert.ToBase64String(Encoding.UTF8.GetBytes(value));
            arguments.AddRange(["-smbios", $"type=11,value=io.systemd.credential.binary:{Escape(name)}={text}"]);
        }
        return arguments;
    }

    // QEMU splits option lists at commas; a doubled comma is one.
    private static string Escape(string value) => value.Replace(",", ",,", StringComparison.Ordinal);
}
