using Avocado.Devices;
using Avocado.Testing;

namespace Avocado.Boot.Tests;

[Collection(BootCollection.Name)]
[Trait("Category", "Boot")]
public sealed class GoodBootTests(BootFixture fixture)
{
    private const string Ready = "avocado: ready image=gateway version=1.0.0 mode=production extensions=app failed=0";

    /// <summary>One boot of the sample as it was built, under Secure Boot and with a TPM.</summary>
    [BootFact]
    public async Task The_sample_boots_verified_runs_its_app_and_blesses_the_boot()
    {
        SampleImage sample = fixture.Sample;
        using var state = new TemporaryFolder();
        await using DeviceBoot boot = DeviceBoot.Start(
            fixture.Device(sample.Image, state) with { Credentials = Probe.Facts });
        DeviceReport report = await boot.UntilReadyAsync();
        await boot.ShutDownAsync();

        Assert.Equal(Ready, boot.Log[^1]);
        Assert.Equal(sample.RootHash.ToString(), report.RootHash);
        Assert.True(report.IsSecureBoot);
        Assert.True(report.IsVarEncrypted);
        Assert.Empty(report.Refused);

        IReadOnlyDictionary<string, string> facts = boot.Facts();
        string all = string.Join('\n', facts);
        Assert.True(facts["root"].StartsWith("/dev/mapper/root squashfs ro,", StringComparison.Ordinal), all);
        Assert.Contains("Read-only file system", facts["root-write"], StringComparison.Ordinal);
        Assert.True(facts["var"].StartsWith("/dev/mapper/var ext4 rw,", StringComparison.Ordinal), all);
        Assert.Contains("[integrity]", facts["lockdown"], StringComparison.Ordinal);
        Assert.Contains("roothash=" + sample.RootHash, facts["command-line"], StringComparison.Ordinal);
        Assert.Equal("extension-release.app", facts["sysexts"]);
        Assert.Equal("extension-release.app", facts["confexts"]);
        Assert.True(facts["cover"].StartsWith("tmpfs ro,", StringComparison.Ordinal), all);
        Assert.Equal("", facts["covered"]);
        Assert.Contains("Read-only file system", facts["cover-write"], StringComparison.Ordinal);
        Assert.Equal("active", facts["app-state"]);
        Assert.Contains("\"uptimeSeconds\":", facts["app"], StringComparison.Ordinal);
        Assert.Contains("\"name\":\"lo\"", facts["app"], StringComparison.Ordinal);

        // The loader counted this boot down, and the good boot set the counter back.
        Assert.Equal(@"\EFI\Linux\gateway_1.0.0+2-1.efi", facts["counted"]);
        Assert.Equal(["gateway_1.0.0+3.efi"], BootPartition.ImagesOf(sample.Image, state));
    }
}
