using System.Diagnostics;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Efi;

namespace Avocado.Devices.Qemu;

/// <summary>
/// A running virtual device: QEMU with UEFI firmware in which the project's keys are enrolled, an overlay over the
/// image, and a software TPM. Disposing it ends it and removes what was not asked to be kept.
/// </summary>
public sealed class QemuMachine : IAsyncDisposable
{
    private static readonly EfiTime EnrolmentTime = EfiTime.Of(DateTimeOffset.UnixEpoch.AddYears(50));

    // Whoever enrols by hand is the owner; firmware shows it, nothing checks it.
    private static readonly Guid Owner = new("a5059f5a-0f4f-4b5e-9d3f-617661636164");

    private readonly Process _process;
    private readonly SoftwareTpm? _tpm;
    private readonly QemuMonitor _monitor;
    private readonly string _scratch;
    private readonly Task<string> _errors;

    private QemuMachine(Process process, SoftwareTpm? tpm, QemuMonitor monitor, string scratch, bool accelerated)
    {
        _process = process;
        _tpm = tpm;
        _monitor = monitor;
        _scratch = scratch;
        IsAccelerated = accelerated;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>False when instructions are translated, which is slow.</summary>
    public bool IsAccelerated { get; }

    /// <summary>What the device writes to its serial console.</summary>
    public Stream ConsoleOutput => _process.StandardOutput.BaseStream;

    /// <summary>What the device reads from its serial console.</summary>
    public Stream ConsoleInput => _process.StandardInput.BaseStream;

    /// <summary>Starts a machine.</summary>
    /// <exception cref="AvocadoException">AVO0601 something is not installed; AVO0602 it did not start.</exception>
    public static QemuMachine Start(QemuOptions options)
    {
        QemuTools tools = QemuTools.Find(options);
        string scratch = Directory.CreateTempSubdirectory("avocado-qemu-").FullName;
        SoftwareTpm? tpm = null;
        try
        {
            string state = options.StateFolder ?? scratch;
            Directory.CreateDirectory(state);
            string variables = PrepareVariables(options, tools, Path.Combine(state, "variables.fd"));
            string disk = PrepareDisk(options, tools, Path.Combine(state, "disk.qcow2"));
            if (tools.SoftwareTpm is { } program)
            {
                tpm = SoftwareTpm.Start(program, Path.Combine(state, "tpm"), Path.Combine(scratch, "tpm.socket"));
            }
            QemuMonitor monitor = QemuMonitor.In(scratch);
            bool kvm = Accelerator.KvmWorks(tools.Qemu);
            ProcessStartInfo start = OwnSession.Of(tools.Qemu);
            start.RedirectStandardInput = true;
            start.RedirectStandardOutput = true;
            start.RedirectStandardError = true;
            var files = new MachineFiles(disk, variables, tpm?.Socket, monitor.Address);
            foreach (string argument in QemuCommandLine.Build(options, tools, files, kvm))
            {
                start.ArgumentList.Add(argument);
            }
            return new QemuMachine(Process.Start(start)!, tpm, monitor, scratch, kvm);
        }
        catch
        {
            tpm?.Dispose();
            Directory.Delete(scratch, recursive: true);
            throw;
        }
    }

    /// <summary>Waits until the machine is off.</summary>
    /// <exception cref="AvocadoException">AVO0602: QEMU ended with an error.</exception>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        if (_process.ExitCode != 0)
        {
            throw Codes.VirtualMachineFailed.Error("QEMU: " + (await _errors.ConfigureAwait(false)).Trim());
        }
    }

    /// <summary>Presses the power button and waits; at the limit or when cancelled the machine is switched off.</summary>
    public async Task ShutDownAsync(TimeSpan limit, CancellationToken cancellation = default)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timer.CancelAfter(limit);
        try
        {
            await _monitor.PowerDownAsync(timer.Token).ConfigureAwait(false);
            await _process.WaitForExitAsync(timer.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Kill();
        }
        catch (Exception error) when (error is IOException or System.Net.Sockets.SocketException)
        {
            // It is ending already.
            Kill();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Kill();
        await _process.WaitForExitAsync().ConfigureAwait(false);
        _process.Dispose();
        _tpm?.Dispose();
        Directory.Delete(_scratch, recursive: true);
    }

    private void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
    }

    private static string PrepareVariables(QemuOptions options, QemuTools tools, string path)
    {
        if (!File.Exists(path))
        {
            OvmfVariableStore store = OvmfVariableStore.Read(File.ReadAllBytes(tools.FirmwareVariables));
            if (options.SecureBootFolder is { } folder)
            {
                store.Enrol(
                    [Certificate(Path.Combine(folder, "PK.der"))],
                    [Certificate(Path.Combine(folder, "KEK.der"))],
                    // "db.der", and "db-NAME.der" where other keys have roots of their own.
                    Directory.GetFiles(folder, "db*.der").Order(StringComparer.Ordinal).Select(Certificate),
                    EnrolmentTime);
            }
            File.WriteAllBytes(path, store.ToArray());
        }
        return path;
    }

    private static EfiSignatureList Certificate(string path) =>
        EfiSignatureList.OfCertificate(Owner, File.ReadAllBytes(path));

    private static string PrepareDisk(QemuOptions options, QemuTools tools, string path)
    {
        if (File.Exists(path))
        {
            return path;
        }
        var start = new ProcessStartInfo(tools.QemuImg)
        {
            RedirectStandardError = true,
            ArgumentList = { "create", "-q", "-f", "qcow2", "-F", "raw", "-b", Path.GetFullPath(options.Image), path },
        };
        using Process process = Process.Start(start)!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? path : throw Codes.VirtualMachineFailed.Error("qemu-img: " + error.Trim());
    }
}
