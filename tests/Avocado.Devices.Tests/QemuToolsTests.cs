using Avocado.Devices.Qemu;
using Avocado.Files.Diagnostics;
using Avocado.Testing;

namespace Avocado.Devices.Tests;

/// <summary>Hosts without QEMU. The path of programs belongs to the process, so these run one after the other.</summary>
public sealed class QemuToolsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string? _path = Environment.GetEnvironmentVariable("PATH");
    private readonly string? _firmware = Environment.GetEnvironmentVariable("AVOCADO_OVMF");

    [Fact]
    public void Everything_that_is_missing_is_named_at_once_with_its_packages()
    {
        Environment.SetEnvironmentVariable("PATH", _folder.Path);
        AvocadoException error = Assert.Throws<AvocadoException>(
            () => QemuTools.Find(new QemuOptions { Image = "i", SecureBootFolder = "keys" }));
        Assert.Equal("AVO0601", error.Code.Id);
        foreach (string name in new[] { "qemu-system-x86_64", "qemu-img", "swtpm", "qemu-system-x86", "qemu-utils" })
        {
            Assert.Contains(name, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_TPM_that_was_not_asked_for_is_not_missed()
    {
        Environment.SetEnvironmentVariable("PATH", _folder.Path);
        AvocadoException error = Assert.Throws<AvocadoException>(
            () => QemuTools.Find(new QemuOptions { Image = "i", Tpm = false }));
        Assert.DoesNotContain("swtpm", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Programs_on_the_path_and_firmware_in_the_named_folder_are_found()
    {
        string ending = OperatingSystem.IsWindows() ? ".exe" : "";
        foreach (string program in new[] { "qemu-system-x86_64", "qemu-img", "swtpm" })
        {
            _folder.Write(program + ending, []);
        }
        _folder.Write("OVMF_CODE_4M.secboot.fd", []);
        _folder.Write("OVMF_VARS_4M.fd", []);
        Environment.SetEnvironmentVariable("PATH", _folder.Path);
        Environment.SetEnvironmentVariable("AVOCADO_OVMF", _folder.Path);
        QemuTools tools = QemuTools.Find(new QemuOptions { Image = "i", SecureBootFolder = "keys" });
        Assert.Equal(_folder["swtpm" + ending], tools.SoftwareTpm);
        Assert.Equal(_folder["OVMF_CODE_4M.secboot.fd"], tools.FirmwareCode);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PATH", _path);
        Environment.SetEnvironmentVariable("AVOCADO_OVMF", _firmware);
        _folder.Dispose();
    }
}
