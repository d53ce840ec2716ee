using System.Diagnostics;

namespace Avocado.Devices.Qemu;

/// <summary>
/// Starts a program out of reach of the terminal's Ctrl-C, which goes to every process in the foreground: the device is
/// to be shut down, not to lose its power.
/// </summary>
internal static class OwnSession
{
    private const string SetSid = "/usr/bin/setsid";

    /// <summary>How to start the program; arguments are added by the caller.</summary>
    public static ProcessStartInfo Of(string program)
    {
        // util-linux' setsid replaces itself by the program. Where it is missing, Ctrl-C ends the program at once.
        return OperatingSystem.IsLinux() && File.Exists(SetSid)
            ? new ProcessStartInfo(SetSid) { ArgumentList = { program } }
            : new ProcessStartInfo(program);
    }
}
