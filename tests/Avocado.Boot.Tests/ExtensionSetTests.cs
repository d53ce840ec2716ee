using Avocado.Devices;
using Avocado.Files;
using Avocado.Formats.Fat;
using Avocado.Signing;
using Avocado.Testing;

namespace Avocado.Boot.Tests;

[Collection(BootCollection.Name)]
[Trait("Category", "Boot")]
public sealed class ExtensionSetTests(BootFixture fixture)
{
    /// <summary>
    /// The list names the good app, an image signed by another key, one without a signature and one below the floor;
    /// a good one that it does not name lies in /var/lib/extensions.
    /// </summary>
    [BootFact]
    public async Task Only_signed_listed_extensions_at_the_security_floor_merge_and_the_boot_is_not_blessed()
    {
        SampleImage sample = fixture.Sample;
        NextRelease release = await fixture.NextReleaseAsync();
        TestSlot slot = release.Slot("hostile",
        [
            release.Extension("stranger", fixture.StrangersKeys[KeyUse.Verity]),
            release.App(),
            release.Extension("unsigned", signer: null),
            release.Extension("outdated", fixture.Keys[KeyUse.Verity], securityVersion: 0),
        ]);
        using var state = new TemporaryFolder();
        string image = state["disk.img"];
        TestDisk.Of(sample.Image)
            .WithSecondSlot(slot.Contents)
            .WithBootFiles(sample.Image, files =>
            [
                .. files,
                new FatFile(BootPartition.Images / UnixPath.Parse(release.Label + "+1.efi"), slot.BootImage),
            ])
            .WriteTo(image);

        await using DeviceBoot boot = DeviceBoot.Start(fixture.Device(image, state) with
        {
            Credentials = Probe.Facts.AddRange(Probe.Plant),
        });
        DeviceReport report = await boot.UntilReadyAsync();
        await boot.ShutDownAsync();

        Assert.Equal("1.1.0", report.Version);
        Assert.Equal<string>(["app"], report.Extensions);
        Assert.Equal<RefusedExtension>(
            [
                new RefusedExtension("stranger", "signature"),
                new RefusedExtension("unsigned", "signature"),
                new RefusedExtension("outdated", "security-version"),
            ],
            report.Refused);
        IReadOnlyDictionary<string, string> facts = boot.Facts();
        Assert.Equal("field-tools.raw", facts["planted"]);
        Assert.Equal("", facts["covered"]);
        Assert.Equal("extension-release.app", facts["sysexts"]);
        Assert.Equal("extension-release.app", facts["confexts"]);
        Assert.Contains("\"uptimeSeconds\":", facts["app"], StringComparison.Ordinal);

        Assert.Equal<string>(["avocado-extensions-health.service"], report.FailedUnits);
        Assert.Equal(
            ["gateway_1.0.0+3.efi", "gateway_1.1.0+0-1.efi"], BootPartition.ImagesOf(image, state));
    }
}
