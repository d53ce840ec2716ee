using Avocado.Devices.Qemu;
using Avocado.Files.Diagnostics;

namespace Avocado.Boot.Tests;

/// <summary>
/// A fact that a booted device decides. Where the virtual machine, its firmware or its TPM is absent the test is
/// reported as skipped, with the packages that have it.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BootFactAttribute : FactAttribute
{
    private static readonly string? s_missing = WhyMissing();

    public BootFactAttribute() => Skip = s_missing;

    private static string? WhyMissing()
    {
        try
        {
            QemuTools.Find(new QemuOptions { Image = "", SecureBootFolder = "", Tpm = true });
            return null;
        }
        catch (AvocadoException error)
        {
            return error.Message;
        }
    }
}
