using System.Diagnostics;
using Avocado.Files.Diagnostics;

namespace Avocado.Devices.Qemu;

/// <summary>A TPM 2.0 in software (swtpm). It ends when the virtual device closes its socket.</summary>
public sealed class SoftwareTpm : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(10);
    private readonly Process _process;

    private SoftwareTpm(Process process, string socket)
    {
        _process = process;
        Socket = socket;
    }

    /// <summary>The control socket that QEMU connects to.</summary>
    public string Socket { get; }

    /// <summary>Starts a TPM and waits until it listens.</summary>
    /// <param name="program">swtpm's path.</param>
    /// <param name="stateFolder">Its memory; an empty folder is a new TPM.</param>
    /// <param name="socket">Where to listen.</param>
    /// <exception cref="AvocadoException">AVO0602: it did not start.</exception>
    public static SoftwareTpm Start(string program, string stateFolder, string socket)
    {
        Directory.CreateDirectory(stateFolder);
        ProcessStartInfo start = OwnSession.Of(program);
        start.RedirectStandardError = true;
        start.RedirectStandardOutput = true;
        string[] arguments =
        [
            "socket", "--tpm2", "--tpmstate", "dir=" + stateFolder, "--ctrl", "type=unixio,path=" + socket,
            "--flags", "startup-clear", "--terminate",
        ];
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        Process process = Process.Start(start)!;
        Task<string> said = process.StandardError.ReadToEndAsync();
        var clock = Stopwatch.StartNew();
        while (!File.Exists(socket))
        {
            if (process.HasExited || clock.Elapsed > StartLimit)
            {
                string reason = process.HasExited ? said.GetAwaiter().GetResult().Trim() : "it does not answer";
                Stop(process);
                throw Codes.VirtualMachineFailed.Error("swtpm: " + reason);
            }
            Thread.Sleep(20);
        }
        return new SoftwareTpm(process, socket);
    }

    /// <inheritdoc/>
    public void Dispose() => Stop(_process);

    private static void Stop(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }
        process.Dispose();
    }
}
