using Avocado.Testing;

namespace Gateway.Telemetry.Tests;

public sealed class MachineTests
{
    [Fact]
    public void The_kernels_files_become_a_snapshot()
    {
        using var folder = new TemporaryFolder();
        WriteProc(folder);
        folder.Write("sys/class/net/lo/operstate", "unknown\n"u8);
        folder.Write("sys/class/net/lo/statistics/rx_bytes", "10\n"u8);
        folder.Write("sys/class/net/lo/statistics/tx_bytes", "10\n"u8);
        folder.Write("sys/class/net/enp0s3/operstate", "up\n"u8);
        folder.Write("sys/class/net/enp0s3/statistics/rx_bytes", "4096\n"u8);
        folder.Write("sys/class/net/enp0s3/statistics/tx_bytes", "512\n"u8);

        Snapshot snapshot = new Machine(folder["proc"], folder["sys"]).Read();

        Assert.Equal(123.45, snapshot.UptimeSeconds);
        Assert.Equal(new LoadAverage(0.5, 0.25, 0.05), snapshot.Load);
        Assert.Equal(new MemoryState(1000 * 1024, 600 * 1024), snapshot.Memory);
        Assert.Equal(
            [new NetworkInterfaceState("enp0s3", "up", 4096, 512), new NetworkInterfaceState("lo", "unknown", 10, 10)],
            snapshot.Network);
    }

    [Fact]
    public void An_entry_that_is_no_interface_is_left_out()
    {
        using var folder = new TemporaryFolder();
        WriteProc(folder);
        folder.Write("sys/class/net/bonding_masters", "\n"u8);

        Assert.Empty(new Machine(folder["proc"], folder["sys"]).Read().Network);
    }

    [Theory]
    [InlineData("")]
    [InlineData("many")]
    [InlineData("0.5 0.2")]
    public void A_file_that_is_not_as_the_kernel_writes_it_is_an_IO_error(string loadavg)
    {
        using var folder = new TemporaryFolder();
        WriteProc(folder);
        folder.Write("proc/loadavg", System.Text.Encoding.UTF8.GetBytes(loadavg));

        Assert.Throws<IOException>(() => new Machine(folder["proc"], folder["sys"]).Read());
    }

    private static void WriteProc(TemporaryFolder folder)
    {
        folder.Write("proc/uptime", "123.45 200.00\n"u8);
        folder.Write("proc/loadavg", "0.50 0.25 0.05 1/61 1234\n"u8);
        folder.Write("proc/meminfo", "MemTotal:        1000 kB\nMemFree:  1 kB\nMemAvailable:     600 kB\n"u8);
        Directory.CreateDirectory(folder["sys/class/net"]);
    }
}
