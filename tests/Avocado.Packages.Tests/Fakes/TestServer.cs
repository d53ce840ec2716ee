using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Avocado.Packages.Tests.Fakes;

/// <summary>A web server on the loopback interface with files in memory, and mistakes on demand.</summary>
internal sealed class TestServer : IDisposable
{
    private readonly HttpListener _listener;
    private readonly Task _loop;

    public TestServer()
    {
        for (int attempt = 0; ; attempt++)
        {
            int port = FreePort();
            _listener = new HttpListener();
            _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
            try
            {
                _listener.Start();
                Root = new Uri($"http://127.0.0.1:{port}/");
                break;
            }
            catch (HttpListenerException) when (attempt < 10)
            {
                // Somebody took the port in between.
            }
        }
        _loop = Task.Run(ServeAsync);
    }

    public Uri Root { get; }

    /// <summary>By path with its leading '/'.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; } = new();

    /// <summary>Paths whose next answer ends after so many bytes.</summary>
    public ConcurrentDictionary<string, int> CutOnce { get; } = new();

    /// <summary>Paths that are answered with a status.</summary>
    public ConcurrentDictionary<string, int> Status { get; } = new();

    /// <summary>Every request: path, and the first byte asked for.</summary>
    public ConcurrentQueue<(string Path, long From)> Requests { get; } = new();

    public bool IgnoresRanges { get; set; }

    public void Dispose()
    {
        _listener.Close();
        _loop.Wait();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception error) when (IsClosed(error))
            {
                return;
            }
            _ = Task.Run(() => Answer(context));
        }
    }

    private static bool IsClosed(Exception error) =>
        error is HttpListenerException or ObjectDisposedException or InvalidOperationException;

    private void Answer(HttpListenerContext context)
    {
        try
        {
            string path = Uri.UnescapeDataString(context.Request.Url!.AbsolutePath);
            long from = 0;
            if (context.Request.Headers["Range"] is { } range)
            {
                from = long.Parse(range["bytes=".Length..].Split('-')[0]);
            }
            Requests.Enqueue((path, from));
            HttpListenerResponse response = context.Response;
            if (Status.TryGetValue(path, out int status) || !Files.TryGetValue(path, out byte[]? file))
            {
                response.StatusCode = status == 0 ? 404 : status;
                response.Close();
                return;
            }
            from = IgnoresRanges ? 0 : from;
            if (from > 0)
            {
                response.StatusCode = 206;
                response.Headers["Content-Range"] = $"bytes {from}-{file.Length - 1}/{file.Length}";
            }
            ReadOnlySpan<byte> body = file.AsSpan((int)Math.Min(from, file.Length));
            response.ContentLength64 = body.Length;
            if (CutOnce.TryRemove(path, out int cut))
            {
                response.OutputStream.Write(body[..Math.Min(cut, body.Length)]);
                response.OutputStream.Flush();
                response.Abort();
                return;
            }
            response.OutputStream.Write(body);
            response.Close();
        }
        catch (Exception error) when (IsClosed(error))
        {
            // The client went away, or the test is over.
        }
    }
}
