using System.Text.RegularExpressions;
using Avocado.Files;
using Avocado.Formats.Fat;
using Avocado.Testing;

namespace Avocado.Boot.Tests;

[Collection(BootCollection.Name)]
[Trait("Category", "Boot")]
public sealed partial class ForeignBootImageTests(BootFixture fixture)
{
    /// <summary>Loader and slot are good; only who signed the boot image is not.</summary>
    [BootFact]
    public async Task The_firmware_refuses_a_boot_image_signed_by_another_key()
    {
        SampleImage sample = fixture.Sample;
        NextRelease release = await fixture.NextReleaseAsync();
        TestSlot slot = release.Slot("foreign", [release.App()], fixture.StrangersKeys);
        using var state = new TemporaryFolder();
        string image = state["disk.img"];
        TestDisk.Of(sample.Image)
            .WithSecondSlot(slot.Contents)
            .WithBootFiles(sample.Image, files =>
            [
                .. files.Where(file => file.Path.Parent != BootPartition.Images),
                new FatFile(BootPartition.Images / UnixPath.Parse(release.Label + "+1.efi"), slot.BootImage),
            ])
            .WriteTo(image);

        await using DeviceBoot boot = DeviceBoot.Start(fixture.Device(image, state));
        await boot.UntilLineAsync(Refusal());

        Assert.DoesNotContain(boot.Log, line => line.Contains("Linux version", StringComparison.Ordinal));
    }

    [GeneratedRegex("Access Denied|Access denied|Security Violation|Security violation")]
    private static partial Regex Refusal();
}
