using System.Diagnostics;
using System.Text;

namespace Avocado.Cli.Verify;

/// <summary>Runs the .NET CLI out of process, as a user would.</summary>
internal static class DotNetProcess
{
    /// <summary>What this process was told about its own build means nothing to another one.</summary>
    private static readonly string[] OwnVariables = ["MSBUILD", "DOTNET_HOST_PATH", "AVOCADO_REMOTE_CACHE"];

    /// <summary>Runs it to the end.</summary>
    /// <returns>Exit code, and everything that it printed.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string folder, string umask, IReadOnlyDictionary<string, string> variables, string[] arguments,
        CancellationToken cancellation)
    {
        string dotnet = Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own) == "dotnet"
            ? own
            : "dotnet";
        string[] command = OperatingSystem.IsWindows()
            ? [dotnet, .. arguments]
            : ["/bin/sh", "-c", $"umask {umask}; exec \"$@\"", "sh", dotnet, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (string name in start.Environment.Keys.ToArray())
        {
            if (OwnVariables.Any(own => name.StartsWith(own, StringComparison.OrdinalIgnoreCase)))
            {
                start.Environment.Remove(name);
            }
        }
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }
        using Process process = Process.Start(start)!;
        try
        {
            Task<string> errors = process.StandardError.ReadToEndAsync(cancellation);
            string output = await process.StandardOutput.ReadToEndAsync(cancellation).ConfigureAwait(false);
            output += await errors.ConfigureAwait(false);
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
            return (process.ExitCode, output);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
