using System.Runtime.InteropServices;
using Avocado.Devices;
using Avocado.Devices.Qemu;
using Avocado.Files.Diagnostics;
using Spectre.Console;

namespace Avocado.Cli.Run;

/// <summary>
/// One run of the virtual device: its console on the terminal, keys to the device, a table when it is ready, and a
/// clean end on Ctrl-C.
/// </summary>
/// <param name="options">What the device is made of.</param>
/// <param name="readyLimit">Null runs until the device is off; otherwise it is shut down when ready.</param>
internal sealed class RunSession(QemuOptions options, TimeSpan? readyLimit)
{
    private static readonly TimeSpan ShutDownLimit = TimeSpan.FromSeconds(60);

    /// <summary>Runs to the end.</summary>
    /// <returns>The process's exit code.</returns>
    /// <exception cref="AvocadoException">AVO0601, AVO0602 or AVO0603.</exception>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        await using QemuMachine machine = QemuMachine.Start(options);
        AnsiConsole.MarkupLine(machine.IsAccelerated
            ? "[dim]avocado: booting; Ctrl-C stops the device[/]"
            : "[dim]avocado: booting without KVM, which is slow; Ctrl-C stops the device[/]");
        var ready = new TaskCompletionSource<DeviceReport>(TaskCreationOptions.RunContinuationsAsynchronously);
        Task console = CopyConsoleAsync(machine, ready);
        using var keys = new CancellationTokenSource();
        _ = Task.Run(() => TerminalKeys.ForwardAsync(machine.ConsoleInput, keys.Token), CancellationToken.None);
        try
        {
            return readyLimit is { } limit
                ? await UntilReadyAsync(machine, ready.Task, limit, cancellation).ConfigureAwait(false)
                : await UntilOffAsync(machine, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await StopAsync(machine).ConfigureAwait(false);
            return 0;
        }
        finally
        {
            await keys.CancelAsync().ConfigureAwait(false);
            await machine.ShutDownAsync(TimeSpan.Zero, CancellationToken.None).ConfigureAwait(false);
            await console.ConfigureAwait(false);
        }
    }

    private static async Task StopAsync(QemuMachine machine)
    {
        AnsiConsole.MarkupLine("[dim]avocado: shutting the device down; Ctrl-C again switches it off[/]");
        using var impatience = new CancellationTokenSource();
        using var again = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = true;
            impatience.Cancel();
        });
        await machine.ShutDownAsync(ShutDownLimit, impatience.Token).ConfigureAwait(false);
    }

    private static async Task<int> UntilOffAsync(QemuMachine machine, CancellationToken cancellation)
    {
        await machine.WaitAsync(cancellation).ConfigureAwait(false);
        return 0;
    }

    private static async Task<int> UntilReadyAsync(
        QemuMachine machine, Task<DeviceReport> ready, TimeSpan limit, CancellationToken cancellation)
    {
        Task off = machine.WaitAsync(cancellation);
        Task first = await Task.WhenAny(ready, off, Task.Delay(limit, cancellation)).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        if (first != ready)
        {
            if (first == off)
            {
                await off.ConfigureAwait(false);
            }
            throw Codes.DeviceNotReady.Error(
                first == off ? "before it went off" : $"within {limit.TotalSeconds:0} seconds");
        }
        DeviceReport report = await ready.ConfigureAwait(false);
        await machine.ShutDownAsync(ShutDownLimit, cancellation).ConfigureAwait(false);
        return report.FailedCount == 0 && report.Refused.IsEmpty ? 0 : CommandErrors.Failed;
    }

    private static async Task CopyConsoleAsync(QemuMachine machine, TaskCompletionSource<DeviceReport> ready)
    {
        await using Stream output = Console.OpenStandardOutput();
        var text = new ConsoleText();
        var reader = new DeviceReportReader();
        var buffer = new byte[4096];
        int count;
        while ((count = await machine.ConsoleOutput.ReadAsync(buffer).ConfigureAwait(false)) > 0)
        {
            await output.WriteAsync(buffer.AsMemory(0, count)).ConfigureAwait(false);
            await output.FlushAsync().ConfigureAwait(false);
            foreach (string line in text.Append(buffer.AsSpan(0, count)))
            {
                if (reader.Read(line) is { } report)
                {
                    ReadyTable.Show(report);
                    ready.TrySetResult(report);
                }
            }
        }
    }
}
