namespace Avocado.Devices.Tests;

public sealed class DeviceReportReaderTests
{
    [Fact]
    public void The_ready_line_completes_what_the_lines_before_it_said()
    {
        var reader = new DeviceReportReader();
        foreach (string line in new[]
        {
            "[    1.0] Linux version 6.12",
            "avocado: verified root=1ce8e6dd secure-boot=on var=encrypted",
            "avocado: refused extension=tools reason=signature",
            "avocado: failed unit=telemetry.service",
        })
        {
            Assert.Null(reader.Read(line));
        }
        DeviceReport? report = reader.Read(
            "[  9.1] avocado: ready image=gateway version=1.0.0~rc.1 mode=production extensions=app,more failed=1");
        Assert.NotNull(report);
        Assert.Equal(("gateway", "1.0.0~rc.1", "production"), (report.Image, report.Version, report.Mode));
        Assert.Equal(["app", "more"], report.Extensions.AsEnumerable());
        Assert.Equal(1, report.FailedCount);
        Assert.Equal("telemetry.service", Assert.Single(report.FailedUnits));
        Assert.Equal(new RefusedExtension("tools", "signature"), Assert.Single(report.Refused));
        Assert.Equal(("1ce8e6dd", true, true), (report.RootHash, report.IsSecureBoot, report.IsVarEncrypted));
    }

    [Fact]
    public void A_device_that_says_nothing_of_its_trust_is_not_trusted()
    {
        DeviceReport? report = new DeviceReportReader().Read(
            "avocado: ready image=gateway version=1 mode=production extensions= failed=0");
        Assert.NotNull(report);
        Assert.Equal(("unverified", false, false), (report.RootHash, report.IsSecureBoot, report.IsVarEncrypted));
        Assert.Empty(report.Extensions);
    }

    [Theory]
    [InlineData("avocado: ready")]
    [InlineData("avocado: ready image=gateway version=1 mode=production extensions=app")]
    [InlineData("ready image=gateway version=1 mode=production extensions=app failed=0")]
    public void A_line_that_is_not_whole_completes_nothing(string line) =>
        Assert.Null(new DeviceReportReader().Read(line));
}
