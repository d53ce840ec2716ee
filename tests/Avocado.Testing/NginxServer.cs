using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Avocado.Testing;

/// <summary>A real nginx on the loopback interface that serves and takes files, with places that misbehave.</summary>
public sealed class NginxServer : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Process? _process;

    public NginxServer()
    {
        if (ForeignTool.Find("nginx") is not { } nginx)
        {
            return;
        }
        for (int attempt = 0; ; attempt++)
        {
            Port = FreePort();
            _folder.Write("nginx.conf", System.Text.Encoding.UTF8.GetBytes(Configuration()));
            _folder.Write("data/password", "user:{PLAIN}s3cret\n"u8);
            var start = new ProcessStartInfo(nginx) { RedirectStandardError = true };
            foreach (string argument in (string[])
                ["-p", _folder.Path, "-c", _folder["nginx.conf"], "-e", _folder["error.log"]])
            {
                start.ArgumentList.Add(argument);
            }
            _process = Process.Start(start)!;
            if (IsServing(_process))
            {
                break;
            }
            // Somebody took the port in between.
            Assert.True(attempt < 10, File.ReadAllText(_folder["error.log"]));
        }
    }

    /// <summary>The port it listens on.</summary>
    public int Port { get; private set; }

    /// <summary>The folder behind a place's address, with its cas and ac.</summary>
    public string DataOf(string place) => _folder[Path.Combine("data", place)];

    /// <summary>Every request of a place so far: method, path below the place, status.</summary>
    public string[] Requests(string place)
    {
        string prefix = $" /{place}/";
        string log = _folder["access.log"];
        return !File.Exists(log) ? [] : [.. File.ReadAllLines(log)
            .Where(l => l.Contains(prefix, StringComparison.Ordinal))
            .Select(l => l.Replace(prefix, " ", StringComparison.Ordinal))];
    }

    public void Dispose()
    {
        if (_process is not null)
        {
            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
        }
        _folder.Dispose();
    }

    private string Configuration() => $$"""
        daemon off;
        master_process off;
        pid nginx.pid;
        events { }
        http {
          log_format short '$request_method $uri $status';
          access_log access.log short;
          client_body_temp_path data/tmp;
          client_max_body_size 0;
          server {
            listen 127.0.0.1:{{Port}};
            root data;
            dav_methods PUT;
            create_full_put_path on;
            location ~ ^/failing- { return 500; }
            location ~ ^/readonly- { dav_methods off; limit_except GET { deny all; } }
            location ~ ^/secret- { auth_basic secret; auth_basic_user_file data/password; }
            location ~ ^/moved-(.*)$ { return 307 /there-$1; }
            location ~ ^/elsewhere-(.*)$ { return 307 http://localhost:{{Port}}/there-$1; }
          }
        }
        """;

    private bool IsServing(Process process)
    {
        for (int i = 0; i < 200 && !process.HasExited; i++)
        {
            try
            {
                using var probe = new TcpClient("127.0.0.1", Port);
                // Whoever answers here is this one: another would have taken its port.
                return !process.WaitForExit(50);
            }
            catch (SocketException)
            {
                Thread.Sleep(50);
            }
        }
        return false;
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
