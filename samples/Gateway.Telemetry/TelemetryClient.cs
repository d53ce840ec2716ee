using System.Net.Sockets;
using System.Text;

namespace Gateway.Telemetry;

/// <summary>Asks a running <see cref="TelemetryServer"/>.</summary>
internal static class TelemetryClient
{
    /// <summary>How long a server may take: it answers at once, or it hangs.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>The server's whole answer: one line of JSON.</summary>
    /// <exception cref="SocketException">Nobody listens on the path.</exception>
    /// <exception cref="IOException">The answer breaks off, or is none.</exception>
    /// <exception cref="OperationCanceledException">It was told to stop, or the server took too long.</exception>
    public static async Task<string> ReadAsync(string path, CancellationToken stop)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stop);
        deadline.CancelAfter(s_patience);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), deadline.Token);
        using var reader = new StreamReader(new NetworkStream(socket), Encoding.UTF8);
        string answer = await reader.ReadToEndAsync(deadline.Token);
        return answer.EndsWith('\n') ? answer : throw new IOException("the answer breaks off");
    }
}
