using System.Diagnostics;

namespace Avocado.Devices.Qemu;

/// <summary>Finds out whether this host can run the virtual device on its own processor.</summary>
public static class Accelerator
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>
    /// True when KVM really works with the system management mode that Secure Boot needs: the device node alone says
    /// nothing (nested hosts lack SMM), so QEMU is asked to start.
    /// </summary>
    public static bool KvmWorks(string qemu)
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/dev/kvm"))
        {
            return false;
        }
        var start = new ProcessStartInfo(qemu)
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "-accel", "kvm", "-cpu", "host", "-M", "q35,smm=on", "-display", "none", "-nodefaults", "-S",
                "-monitor", "stdio",
            },
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        try
        {
            process.StandardInput.WriteLine("quit");
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // QEMU gave up before it read; its exit code says so.
        }
        if (!process.WaitForExit(Limit))
        {
            process.Kill();
            return false;
        }
        string said = output.GetAwaiter().GetResult() + error.GetAwaiter().GetResult();
        return process.ExitCode == 0 && !said.Contains("not supported", StringComparison.OrdinalIgnoreCase)
            && !said.Contains("doesn't support", StringComparison.OrdinalIgnoreCase);
    }
}
