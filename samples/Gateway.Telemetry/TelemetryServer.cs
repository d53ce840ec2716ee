using System.Net.Sockets;
using System.Text.Json;

namespace Gateway.Telemetry;

/// <summary>
/// Answers every connection on a Unix socket with one line of JSON and closes it. Whoever may open the socket may
/// read: its folder's mode decides who that is. There is nothing to parse from clients, so nothing they send is read.
/// </summary>
internal sealed class TelemetryServer : IDisposable
{
    /// <summary>How long a client may take to accept its answer.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly string _path;
    private readonly Func<Snapshot> _read;

    private TelemetryServer(string path, Func<Snapshot> read)
    {
        _path = path;
        _read = read;
    }

    /// <summary>Takes the socket's path, also from a predecessor that did not end in order.</summary>
    /// <exception cref="SocketException">The path cannot be bound.</exception>
    public static TelemetryServer Listen(string path, Func<Snapshot> read)
    {
        var server = new TelemetryServer(path, read);
        try
        {
            File.Delete(path);
            server._listener.Bind(new UnixDomainSocketEndPoint(path));
            server._listener.Listen(backlog: 16);
            return server;
        }
        catch
        {
            server._listener.Dispose();
            throw;
        }
    }

    /// <summary>Serves until it is told to stop; clients are answered one after the other.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using Socket client = await _listener.AcceptAsync(stop);
                await AnswerAsync(client, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener.Dispose();
        File.Delete(_path);
    }

    private async Task AnswerAsync(Socket client, CancellationToken stop)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stop);
        try
        {
            byte[] json = JsonSerializer.SerializeToUtf8Bytes(_read(), SnapshotJson.Default.Snapshot);
            // From here on it is the client that takes its time; the first answer is slow to make on a busy device.
            deadline.CancelAfter(s_patience);
            await using var stream = new NetworkStream(client);
            await stream.WriteAsync(json, deadline.Token);
            await stream.WriteAsync("\n"u8.ToArray(), deadline.Token);
        }
        catch (Exception error) when (
            error is IOException or SocketException ||
            (error is OperationCanceledException && !stop.IsCancellationRequested))
        {
            // One client that hangs up or hangs, or one unreadable file, ends neither the service nor the next answer.
            Console.Error.WriteLine($"a client got no answer: {error.Message}");
        }
    }
}
