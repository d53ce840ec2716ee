using Avocado.Devices;
using Avocado.Files;
using Avocado.Formats.Fat;
using Avocado.Signing;
using Avocado.Testing;

namespace Avocado.Boot.Tests;

[Collection(BootCollection.Name)]
[Trait("Category", "Boot")]
public sealed class BootModeTests(BootFixture fixture)
{
    /// <summary>The loader of a counted image looks for addons under the image's name without its counter.</summary>
    private static readonly UnixPath s_addons = "EFI/Linux/gateway_1.0.0.efi.extra.d";

    /// <summary>
    /// The project's addon asks for development. Behind it lies a stranger's that asks for production: the last word
    /// on the command line would win.
    /// </summary>
    [BootFact]
    public async Task A_signed_addon_chooses_the_mode_and_one_signed_by_another_key_does_not()
    {
        SampleImage sample = fixture.Sample;
        NextRelease release = await fixture.NextReleaseAsync();
        Content foreign = release.Addon(
            "avocado.mode=production avocado.stranger=1", fixture.StrangersKeys[KeyUse.Modes]);
        using var state = new TemporaryFolder();
        string image = state["disk.img"];
        TestDisk.Of(sample.Image)
            .WithBootFiles(sample.Image, files =>
            [
                .. files,
                files.Single(file => file.Path == "avocado/modes/development.addon.efi") with
                {
                    Path = s_addons / "development.addon.efi",
                },
                new FatFile(s_addons / "stranger.addon.efi", foreign),
            ])
            .WriteTo(image);

        await using DeviceBoot boot = DeviceBoot.Start(
            fixture.Device(image, state) with { Credentials = Probe.Facts });
        DeviceReport report = await boot.UntilReadyAsync();

        Assert.True(report.IsSecureBoot);
        Assert.Equal("development", report.Mode);
        Assert.Equal<string>(["app", "field-tools"], report.Extensions);
        Assert.Equal(0, report.FailedCount);
        Assert.Empty(report.Refused);
        // The same root in every mode.
        Assert.Equal(sample.RootHash.ToString(), report.RootHash);
        string commandLine = boot.Facts()["command-line"];
        Assert.Contains("avocado.mode=development", commandLine, StringComparison.Ordinal);
        Assert.DoesNotContain("stranger", commandLine, StringComparison.Ordinal);
    }
}
