using System.Net.Sockets;
using System.Text.Json;
using Avocado.Testing;

namespace Gateway.Telemetry.Tests;

public sealed class TelemetryServerTests
{
    private static readonly Snapshot s_snapshot = new(
        1.5, new LoadAverage(1, 2, 3), new MemoryState(10, 5), [new NetworkInterfaceState("lo", "unknown", 7, 8)]);

    [Fact]
    public async Task Every_connection_gets_one_line_of_JSON()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        using TelemetryServer server = TelemetryServer.Listen(folder["s"], () => s_snapshot);
        Task run = server.RunAsync(stop.Token);

        for (int i = 0; i < 2; i++)
        {
            string answer = await AskAsync(folder["s"]);
            Assert.EndsWith("}\n", answer, StringComparison.Ordinal);
            using JsonDocument json = JsonDocument.Parse(answer);
            Assert.Equal(2, json.RootElement.GetProperty("load").GetProperty("five").GetDouble());
            Assert.Equal(7, json.RootElement.GetProperty("network")[0].GetProperty("receivedBytes").GetInt64());
        }
        await stop.CancelAsync();
        await run;
    }

    [Fact]
    public async Task A_read_that_fails_does_not_end_the_service()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        int asked = 0;
        using TelemetryServer server = TelemetryServer.Listen(
            folder["s"], () => asked++ == 0 ? throw new IOException("once") : s_snapshot);
        Task run = server.RunAsync(stop.Token);

        Assert.Equal("", await AskAsync(folder["s"]));
        Assert.NotEqual("", await AskAsync(folder["s"]));
        await stop.CancelAsync();
        await run;
    }

    [Fact]
    public async Task The_client_gives_the_servers_whole_answer()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        using TelemetryServer server = TelemetryServer.Listen(folder["s"], () => s_snapshot);
        Task run = server.RunAsync(stop.Token);

        using JsonDocument json = JsonDocument.Parse(await TelemetryClient.ReadAsync(folder["s"], stop.Token));

        Assert.Equal(1.5, json.RootElement.GetProperty("uptimeSeconds").GetDouble());
        await stop.CancelAsync();
        await run;
    }

    [Fact]
    public async Task An_empty_answer_is_none()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        using TelemetryServer server = TelemetryServer.Listen(folder["s"], () => throw new IOException("no"));
        Task run = server.RunAsync(stop.Token);

        await Assert.ThrowsAsync<IOException>(() => TelemetryClient.ReadAsync(folder["s"], stop.Token));
        await stop.CancelAsync();
        await run;
    }

    [Fact]
    public void A_socket_that_a_killed_predecessor_left_is_taken_over_and_removed_at_the_end()
    {
        using var folder = new TemporaryFolder();
        // To bind(2) any existing file is in the way, a socket or not.
        File.WriteAllText(folder["s"], "left");

        TelemetryServer.Listen(folder["s"], () => s_snapshot).Dispose();

        Assert.False(File.Exists(folder["s"]));
    }

    private static async Task<string> AskAsync(string path)
    {
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(new UnixDomainSocketEndPoint(path));
        await using var stream = new NetworkStream(client);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
