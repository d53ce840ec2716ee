using Avocado.Testing;

namespace Avocado.EndToEnd.Tests.Sample;

[Collection(SampleTestGroup.Name)]
public sealed class DiskTests(SampleParts sample)
{
    private const string Slot = $"{BuiltSample.Id}_{BuiltSample.Version}";

    [ToolFact("sfdisk", "sgdisk")]
    public void Partition_tools_find_no_fault_in_the_disk()
    {
        Assert.Contains("No errors detected", ForeignTool.Run("sfdisk", "--verify", BuiltSample.Disk).Output);
        Assert.Contains("No problems found", ForeignTool.Run("sgdisk", "-v", BuiltSample.Disk).Output);
    }

    [ToolFact("sfdisk")]
    public void The_disk_has_one_full_slot_and_an_empty_one_of_the_same_size()
    {
        DiskPartition[] parts = sample.Partitions;
        Assert.Equal(
            ["esp", .. Enumerable.Repeat(Slot, 5), .. Enumerable.Repeat("_empty", 5), "factory"],
            parts.Select(p => p.Name));
        Assert.Equal(parts[1..6].Select(p => (p.Type, p.Size)), parts[6..11].Select(p => (p.Type, p.Size)));
        Assert.Equal(512L << 20, parts[SampleParts.Esp].Size);
    }

    [ToolFact("sfdisk")]
    public void Partition_ids_of_the_root_are_the_halves_of_its_root_hash()
    {
        string ids = sample.Partitions[SampleParts.RootData].Id + sample.Partitions[SampleParts.RootTree].Id;
        Assert.Equal(BuiltSample.RootHash, ids.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant());
    }

    [ToolFact("sfdisk", "cmp")]
    public void The_disk_carries_the_root_file_system_that_lies_beside_it()
    {
        AssertStartsWith(BuiltSample.RootData, sample.Partition(SampleParts.RootData));
        AssertStartsWith(BuiltSample.RootHashTree, sample.Partition(SampleParts.RootTree));
    }

    [ToolFact("sfdisk", "fsck.vfat")]
    public void The_boot_partition_passes_a_file_system_check() =>
        ForeignTool.Run("fsck.vfat", "-n", "-v", sample.Partition(SampleParts.Esp));

    [ToolFact("sfdisk", "mdir", "mtype", "cmp")]
    public void The_boot_partition_has_the_loader_the_counted_boot_image_and_the_modes()
    {
        string esp = $"{BuiltSample.Disk}@@{sample.Partitions[SampleParts.Esp].Offset}";
        string[] files = ForeignTool.Run("mdir", "-i", esp, "-/", "-b", "::").Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(f => !f.EndsWith('/')).ToArray();
        string image = $"::/EFI/Linux/{Slot}+3.efi";
        Assert.Equal(
            [image, "::/EFI/BOOT/BOOTX64.EFI", "::/avocado/modes/development.addon.efi", "::/loader/loader.conf"],
            files.Order(StringComparer.Ordinal).OrderBy(f => f != image));
        Assert.Contains("editor no", ForeignTool.Run("mtype", "-i", esp, "::/loader/loader.conf").Output);
        AssertSame(esp, image, BuiltSample.BootImage);
        AssertSame(esp, "::/avocado/modes/development.addon.efi", BuiltSample.Output("modes/development.addon.efi"));
    }

    private static void AssertSame(string esp, string name, string output) =>
        Assert.Equal(File.ReadAllBytes(output), ForeignTool.Run("mtype", "-i", esp, name).OutputBytes);

    private static void AssertStartsWith(string output, string partition) => ForeignTool.Run(
        "cmp", "-n", new FileInfo(output).Length.ToString(System.Globalization.CultureInfo.InvariantCulture),
        output, partition);
}
