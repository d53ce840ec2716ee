using Avocado.Images.Apps;
using Avocado.Images.Model;
using Avocado.Images.SystemSetup.Units;
using Avocado.Testing;

namespace Avocado.Images.Tests.Apps;

public class AppUnitGeneratorTests
{
    [Theory]
    [InlineData(false, "AF_UNIX")]
    [InlineData(true, "AF_UNIX AF_INET AF_INET6 AF_NETLINK")]
    public void An_app_opens_internet_sockets_only_when_its_unit_says_so(bool network, string families)
    {
        Assert.Equal(families, Value(new AppUnit("x", "X", Network: network), "RestrictAddressFamilies"));
    }

    [Theory]
    [InlineData(false, "yes")]
    [InlineData(true, "no")]
    public void An_app_sees_devices_only_when_its_unit_says_so(bool devices, string isPrivate)
    {
        Assert.Equal(isPrivate, Value(new AppUnit("x", "X", Devices: devices), "PrivateDevices"));
    }

    [Fact]
    public void A_description_stays_in_its_line_and_a_program_in_its_word()
    {
        string text = AppUnitGenerator.Generate(new AppUnit("x", "100%\n[Service]\nUser=root"), "usr/lib/x/a b$%");
        UnitFile unit = UnitFile.Parse(text);
        Assert.DoesNotContain(unit.Assignments, a => a.Key == "User");
        Assert.Contains(("Unit", "Description", "100%% [Service] User=root"), unit.Assignments);
        Assert.Contains(("Service", "ExecStart", @"/usr/lib/x/a\x20b$$%%"), unit.Assignments);
    }

    [Fact]
    public void Units_have_the_line_ends_of_the_device()
    {
        Assert.DoesNotContain('\r', AppUnitGenerator.Generate(new AppUnit("x", "X"), "usr/bin/true"));
    }

    [ToolTheory("systemd-analyze")]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Systemd_reads_the_unit_without_a_warning(bool network, bool devices)
    {
        using var folder = new TemporaryFolder();
        string path = Write(folder, new AppUnit("gateway-telemetry", "Telemetry", network, devices));
        ToolResult result = ForeignTool.Try("systemd-analyze", "verify", path);
        Assert.DoesNotContain(result.Error.Split('\n'), l => l.Contains("gateway-telemetry", StringComparison.Ordinal));
        Assert.Equal(0, result.ExitCode);
    }

    [ToolTheory("systemd-analyze")]
    [InlineData(false, 1.5)]
    [InlineData(true, 2.5)]
    public void Systemd_calls_the_sandbox_tight(bool network, double exposure)
    {
        using var folder = new TemporaryFolder();
        string path = Write(folder, new AppUnit("gateway-telemetry", "Telemetry", network));
        ToolResult result = ForeignTool.Try("systemd-analyze", "security", "--offline=true", "--no-pager",
            $"--threshold={(int)(exposure * 10)}", path);
        Assert.True(result.ExitCode == 0, result.Output[^Math.Min(300, result.Output.Length)..]);
        // The threshold must be able to fail: nothing is perfect.
        Assert.NotEqual(0, ForeignTool.Try(
            "systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=1", path).ExitCode);
    }

    private static string Write(TemporaryFolder folder, AppUnit unit) => folder.Write(
        unit.Name + ".service", System.Text.Encoding.UTF8.GetBytes(AppUnitGenerator.Generate(unit, "usr/bin/true")));

    private static string Value(AppUnit unit, string key) =>
        UnitFile.Parse(AppUnitGenerator.Generate(unit, "usr/lib/x/x")).Assignments.Single(a => a.Key == key).Value;
}
