using System.Text.RegularExpressions;
using System.Threading.Channels;
using Avocado.Devices;
using Avocado.Devices.Qemu;
using Xunit.Sdk;

namespace Avocado.Boot.Tests;

/// <summary>
/// A virtual device whose console a test follows. Waiting ends with the awaited line, with a line that says that it
/// will never come, or at a limit that only a stuck device reaches; every failure shows the end of the console.
/// </summary>
internal sealed partial class DeviceBoot : IAsyncDisposable
{
    private const int ShownLines = 60;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(600);
    private static readonly TimeSpan s_shutDownLimit = TimeSpan.FromSeconds(120);

    private readonly QemuMachine _machine;
    private readonly int _allowedStarts;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _log = [];
    private readonly Task _reading;

    private DeviceBoot(QemuMachine machine, int allowedStarts)
    {
        _machine = machine;
        _allowedStarts = allowedStarts;
        // Read to the end, whoever waits: a full pipe would stop the device.
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>The console's lines as far as they were waited for.</summary>
    public IReadOnlyList<string> Log => _log;

    /// <summary>How often the firmware started the disk.</summary>
    public int Starts { get; private set; }

    /// <summary>Switches a device on.</summary>
    /// <param name="options">What it is made of.</param>
    /// <param name="allowedStarts">Starting once more than this is a failure: the device restarts by itself.</param>
    public static DeviceBoot Start(QemuOptions options, int allowedStarts = 1) =>
        new(QemuMachine.Start(options), allowedStarts);

    /// <summary>Waits for the device's own report.</summary>
    public Task<DeviceReport> UntilReadyAsync()
    {
        var reader = new DeviceReportReader();
        return UntilAsync(reader.Read, "the ready line");
    }

    /// <summary>Waits for a line.</summary>
    public Task<string> UntilLineAsync(Regex pattern) =>
        UntilAsync(line => pattern.IsMatch(line) ? line : null, $"a line like '{pattern}'");

    /// <summary>What the probe printed, by name; see <see cref="Probe"/>.</summary>
    public IReadOnlyDictionary<string, string> Facts() => _log
        .Select(line => Fact().Match(line))
        .Where(match => match.Success)
        .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value, StringComparer.Ordinal);

    /// <summary>Lets the device shut down by itself.</summary>
    public async Task ShutDownAsync()
    {
        await _machine.ShutDownAsync(s_shutDownLimit);
        await _reading;
    }

    /// <summary>The end of the console, for messages.</summary>
    public string Tail() => string.Join('\n', _log.TakeLast(ShownLines).Select(line => "| " + line));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _machine.DisposeAsync();
        await _reading;
    }

    private async Task<T> UntilAsync<T>(Func<string, T?> find, string what)
        where T : class
    {
        using var timer = new CancellationTokenSource(s_limit * _allowedStarts);
        try
        {
            await foreach (string line in _lines.Reader.ReadAllAsync(timer.Token))
            {
                _log.Add(line);
                Starts += Start().IsMatch(line) ? 1 : 0;
                if (find(line) is { } found)
                {
                    return found;
                }
                if (Starts > _allowedStarts || Hopeless().IsMatch(line))
                {
                    throw Failure($"the device did not come to {what}");
                }
            }
            throw Failure($"the device went off before {what}");
        }
        catch (OperationCanceledException)
        {
            throw Failure($"{what} did not come in {(s_limit * _allowedStarts).TotalSeconds:0} seconds");
        }
    }

    private XunitException Failure(string what) => new($"{what}; its console ends with\n{Tail()}");

    private async Task ReadAsync()
    {
        var text = new ConsoleText();
        var buffer = new byte[4096];
        Stream console = _machine.ConsoleOutput;
        int count;
        try
        {
            while ((count = await console.ReadAsync(buffer)) > 0)
            {
                foreach (string line in text.Append(buffer.AsSpan(0, count)))
                {
                    _lines.Writer.TryWrite(line);
                }
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The machine was ended while its console was read.
        }
        _lines.Writer.Complete();
    }

    [GeneratedRegex(@"fact: ([a-z-]+)=(.*)$")]
    private static partial Regex Fact();

    [GeneratedRegex("BdsDxe: starting Boot")]
    private static partial Regex Start();

    // Whoever waits for something else than the ready line will not see it after that.
    [GeneratedRegex(
        "Kernel panic|UEFI Interactive Shell|BdsDxe: failed to|BdsDxe: No bootable option|avocado: ready")]
    private static partial Regex Hopeless();
}
