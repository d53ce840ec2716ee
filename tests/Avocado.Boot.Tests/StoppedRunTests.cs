using System.Diagnostics;
using System.Text;
using Avocado.Testing;

namespace Avocado.Boot.Tests;

/// <summary>The command behind <c>dotnet run</c>, stopped as Ctrl-C stops it.</summary>
[Collection(BootCollection.Name)]
[Trait("Category", "Boot")]
public sealed class StoppedRunTests(BootFixture fixture) : IDisposable
{
    private static readonly TimeSpan s_bootLimit = TimeSpan.FromSeconds(600);
    private static readonly TimeSpan s_endLimit = TimeSpan.FromSeconds(150);

    /// <summary>Everything that the run leaves behind would be here.</summary>
    private readonly TemporaryFolder _scratch = new();
    private Process? _run;

    [BootFact]
    public async Task Ctrl_C_lets_the_device_shut_down_and_leaves_nothing_behind()
    {
        Process run = Start();
        string console = await ReadUntilAsync(run.StandardOutput, "failed=0", s_bootLimit);
        Interrupt(run);
        console += await ReadUntilAsync(run.StandardOutput, null, s_endLimit);
        await WaitAsync(run);
        Assert.Contains("reboot: Power down", console, StringComparison.Ordinal);
        Assert.Equal(0, run.ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_scratch.Path));
    }

    [BootFact]
    public async Task A_second_Ctrl_C_switches_the_device_off()
    {
        Process run = Start();
        // The firmware does not listen to the power button.
        await ReadUntilAsync(run.StandardOutput, "BdsDxe: loading", s_bootLimit);
        Interrupt(run);
        await ReadUntilAsync(run.StandardOutput, "Ctrl-C again", s_endLimit);
        Interrupt(run);
        await ReadUntilAsync(run.StandardOutput, null, s_endLimit);
        await WaitAsync(run);
        Assert.Equal(0, run.ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_scratch.Path));
    }

    public void Dispose()
    {
        // A test that failed has left it running.
        if (_run is { HasExited: false })
        {
            _run.Kill(entireProcessTree: true);
        }
        _run?.Dispose();
        _scratch.Dispose();
    }

    private Process Start()
    {
        SampleImage sample = fixture.Sample;
        // Whoever started the tests in a shell's background made SIGINT ignored, which processes inherit.
        var start = new ProcessStartInfo("env")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["TMPDIR"] = _scratch.Path, ["DOTNET_EnableDiagnostics"] = "0" },
        };
        foreach (string argument in (string[])[
            "--default-signal=INT", "dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "avocado.dll"),
            "run", sample.Image, "--secure-boot", sample.SecureBootFolder])
        {
            start.ArgumentList.Add(argument);
        }
        return _run = Process.Start(start)!;
    }

    private static void Interrupt(Process run) => ForeignTool.Run(
        "kill", "-INT", run.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static async Task WaitAsync(Process run)
    {
        using var timer = new CancellationTokenSource(s_endLimit);
        await run.WaitForExitAsync(timer.Token);
    }

    /// <summary>Reads on until a text came, or to the end when there is none to wait for.</summary>
    private static async Task<string> ReadUntilAsync(StreamReader output, string? text, TimeSpan limit)
    {
        using var timer = new CancellationTokenSource(limit);
        var console = new StringBuilder();
        while (await output.ReadLineAsync(timer.Token) is { } line)
        {
            console.Append(line).Append('\n');
            if (text is not null && line.Contains(text, StringComparison.Ordinal))
            {
                return console.ToString();
            }
        }
        Assert.True(text is null, $"'{text}' did not come; the console was\n{console}");
        return console.ToString();
    }
}
