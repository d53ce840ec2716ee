using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Avocado.Devices.Qemu;

/// <summary>Speaks QEMU's machine protocol (QMP): one command a connection, which is all that is needed.</summary>
public sealed class QemuMonitor
{
    private readonly EndPoint _endPoint;

    private QemuMonitor(EndPoint endPoint, string address)
    {
        _endPoint = endPoint;
        Address = address;
    }

    /// <summary>What QEMU's <c>-qmp</c> takes.</summary>
    public string Address { get; }

    /// <summary>A monitor in a private folder; on Windows, where QEMU has no such sockets, on the loopback.</summary>
    public static QemuMonitor In(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            int port = ((IPEndPoint)probe.LocalEndpoint).Port;
            return new QemuMonitor(new IPEndPoint(IPAddress.Loopback, port), $"tcp:127.0.0.1:{port}");
        }
        string path = Path.Combine(folder, "monitor");
        return new QemuMonitor(new UnixDomainSocketEndPoint(path), "unix:" + path);
    }

    /// <summary>Presses the power button: the guest shuts down by itself.</summary>
    public Task PowerDownAsync(CancellationToken cancellation) => SendAsync("system_powerdown", cancellation);

    /// <summary>Ends QEMU at once.</summary>
    public Task QuitAsync(CancellationToken cancellation) => SendAsync("quit", cancellation);

    private async Task SendAsync(string command, CancellationToken cancellation)
    {
        bool local = _endPoint is UnixDomainSocketEndPoint;
        using var socket = new Socket(
            local ? AddressFamily.Unix : AddressFamily.InterNetwork, SocketType.Stream,
            local ? ProtocolType.Unspecified : ProtocolType.Tcp);
        await socket.ConnectAsync(_endPoint, cancellation).ConfigureAwait(false);
        await using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await reader.ReadLineAsync(cancellation).ConfigureAwait(false);
        foreach (string line in new[] { "qmp_capabilities", command })
        {
            byte[] request = Encoding.UTF8.GetBytes($"{{\"execute\":\"{line}\"}}\n");
            await stream.WriteAsync(request, cancellation).ConfigureAwait(false);
            await reader.ReadLineAsync(cancellation).ConfigureAwait(false);
        }
    }
}
