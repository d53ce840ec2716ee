using Avocado.Devices;
using Avocado.Files;
using Avocado.Formats.Fat;
using Avocado.Images.Disk;
using Avocado.Testing;

namespace Avocado.Boot.Tests;

[Collection(BootCollection.Name)]
[Trait("Category", "Boot")]
public sealed class RottenSlotTests(BootFixture fixture)
{
    /// <summary>When the file system was made: SquashFS ignores it, so nothing but dm-verity sees the change.</summary>
    private const int TimeOfSuperblock = 8;

    /// <summary>
    /// Release 1.1.0 was installed beside the sample's 1.0.0 and blessed; then one byte of its root changes.
    /// </summary>
    [BootFact]
    public async Task A_blessed_slot_whose_root_rots_falls_back_to_the_other_slot()
    {
        SampleImage sample = fixture.Sample;
        NextRelease release = await fixture.NextReleaseAsync();
        TestSlot slot = release.Slot("rotten", [release.App()]);
        using var state = new TemporaryFolder();
        string rotten = state["root.squashfs"];
        SlotContents good = slot.Contents;
        FlipByte(good.Root.Data, rotten);
        string image = state["disk.img"];
        TestDisk.Of(sample.Image)
            .WithSecondSlot(good with { Root = good.Root with { Data = HostFileContent.Of(rotten) } })
            .WithBootFiles(sample.Image, files =>
            [
                .. files,
                new FatFile(BootPartition.Images / UnixPath.Parse(release.Label + "+1.efi"), slot.BootImage),
            ])
            .WriteTo(image);

        await using DeviceBoot boot = DeviceBoot.Start(fixture.Device(image, state), allowedStarts: 2);
        DeviceReport report = await boot.UntilReadyAsync();
        await boot.ShutDownAsync();

        Assert.Equal("1.0.0", report.Version);
        Assert.Equal(sample.RootHash.ToString(), report.RootHash);
        Assert.Equal<string>(["app"], report.Extensions);
        Assert.Equal(0, report.FailedCount);
        Assert.Equal(2, boot.Starts);
        Assert.Equal(
            ["gateway_1.0.0+3.efi", "gateway_1.1.0+0-1.efi"], BootPartition.ImagesOf(image, state));
    }

    private static void FlipByte(Content content, string path)
    {
        using FileStream file = File.Create(path);
        using (Stream source = content.Open())
        {
            source.CopyTo(file);
        }
        file.Position = TimeOfSuperblock;
        int value = file.ReadByte();
        file.Position = TimeOfSuperblock;
        file.WriteByte((byte)(value ^ 1));
    }
}
