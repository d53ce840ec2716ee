using Avocado.Devices.Qemu;

namespace Avocado.Devices.Tests;

public sealed class QemuCommandLineTests
{
    private static readonly QemuTools Tools = new("qemu", "qemu-img", "swtpm", "/firmware/code.fd", "/firmware/vars.fd");
    private static readonly MachineFiles Files = new("/m/disk", "/m/variables", "/m/tpm", "unix:/m/monitor");

    [Fact]
    public void Secure_boot_protects_the_firmware_with_system_management_mode()
    {
        IReadOnlyList<string> secure = Build(new QemuOptions { Image = "i", SecureBootFolder = "keys" });
        Assert.Contains("q35,smm=on", secure);
        Assert.Contains("driver=cfi.pflash01,property=secure,value=on", secure);
        IReadOnlyList<string> plain = Build(new QemuOptions { Image = "i" });
        Assert.Contains("q35,smm=off", plain);
        Assert.DoesNotContain(plain, a => a.Contains("property=secure", StringComparison.Ordinal));
    }

    [Fact]
    public void A_machine_without_TPM_socket_has_no_TPM()
    {
        Assert.Contains("socket,id=tpm,path=/m/tpm", Build(new QemuOptions { Image = "i" }));
        Assert.DoesNotContain(
            QemuCommandLine.Build(new QemuOptions { Image = "i" }, Tools, Files with { TpmSocket = null }, useKvm: false),
            a => a.Contains("tpm", StringComparison.Ordinal));
    }

    [Fact]
    public void Only_an_overlay_is_written_to_and_never_the_image()
    {
        IReadOnlyList<string> arguments = Build(new QemuOptions { Image = "/images/gateway.img" });
        Assert.DoesNotContain(arguments, a => a.Contains("gateway.img", StringComparison.Ordinal));
        Assert.Contains("if=none,id=disk,format=qcow2,discard=unmap,file=/m/disk", arguments);
        Assert.Contains("if=pflash,format=raw,unit=0,readonly=on,file=/firmware/code.fd", arguments);
    }

    [Fact]
    public void A_comma_in_a_path_or_argument_starts_no_option_of_its_own()
    {
        IReadOnlyList<string> arguments = QemuCommandLine.Build(
            new QemuOptions { Image = "i", KernelArguments = "a=1,readonly=off" },
            Tools, Files with { Disk = "/m,file=/etc/passwd/disk" }, useKvm: false);
        Assert.Contains(arguments, a => a.EndsWith("file=/m,,file=/etc/passwd/disk", StringComparison.Ordinal));
        Assert.Contains("type=11,value=io.systemd.stub.kernel-cmdline-extra=a=1,,readonly=off", arguments);
    }

    [Theory]
    [InlineData(true, "kvm", "host")]
    [InlineData(false, "tcg,thread=multi", "max,-cx16,-la57")]
    public void The_processor_is_the_host_s_own_only_where_that_works(bool kvm, string accelerator, string processor)
    {
        IReadOnlyList<string> arguments = QemuCommandLine.Build(new QemuOptions { Image = "i" }, Tools, Files, kvm);
        Assert.Equal(accelerator, After(arguments, "-accel"));
        Assert.Equal(processor, After(arguments, "-cpu"));
    }

    [Theory]
    [InlineData(true, "user,model=virtio-net-pci")]
    [InlineData(false, "none")]
    public void The_network_can_be_left_out(bool network, string expected) =>
        Assert.Equal(expected, After(Build(new QemuOptions { Image = "i", Network = network }), "-nic"));

    private static IReadOnlyList<string> Build(QemuOptions options) =>
        QemuCommandLine.Build(options, Tools, Files, useKvm: false);

    private static string After(IReadOnlyList<string> arguments, string option) =>
        arguments[arguments.ToList().IndexOf(option) + 1];
}
