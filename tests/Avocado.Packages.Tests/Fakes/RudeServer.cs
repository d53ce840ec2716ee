using System.Net;
using System.Net.Sockets;

namespace Avocado.Packages.Tests.Fakes;

/// <summary>Takes connections, answers each with the same bytes or not at all, and keeps or cuts them.</summary>
internal sealed class RudeServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> _clients = [];
    private readonly Task _loop;
    private int _connections;

    /// <param name="answer">What everybody gets; empty for silence.</param>
    /// <param name="cut">True to close the connection after it.</param>
    public RudeServer(byte[] answer, bool cut)
    {
        _listener.Start();
        _loop = Task.Run(() => ServeAsync(answer, cut));
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many came so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    public void Dispose()
    {
        _listener.Dispose();
        _loop.Wait();
        _clients.ForEach(c => c.Dispose());
    }

    private async Task ServeAsync(byte[] answer, bool cut)
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync();
            }
            catch (Exception error) when (error is SocketException or InvalidOperationException)
            {
                return;
            }
            Interlocked.Increment(ref _connections);
            _clients.Add(client);
            try
            {
                await client.GetStream().ReadAtLeastAsync(new byte[16], 1, throwOnEndOfStream: false);
                await client.GetStream().WriteAsync(answer);
                if (cut)
                {
                    client.Client.Shutdown(SocketShutdown.Send);
                }
            }
            catch (IOException)
            {
                // The client gave up first.
            }
        }
    }
}
