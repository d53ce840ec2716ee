using Avocado.Files;
using Avocado.Formats.Fat;
using Avocado.Formats.Gpt;
using Avocado.Testing;

namespace Avocado.Boot.Tests;

/// <summary>The boot partition of a device that was switched off.</summary>
internal static class BootPartition
{
    public static readonly UnixPath Images = "EFI/Linux";

    /// <summary>File names of the boot images with their counters, in byte order.</summary>
    /// <param name="image">The image that the device was started from; says where the partition is.</param>
    /// <param name="state">The device's state: its disk is an overlay.</param>
    public static string[] ImagesOf(string image, TemporaryFolder state)
    {
        GptDisk table;
        using (FileStream stream = File.OpenRead(image))
        {
            table = GptReader.Read(stream).Disk;
        }
        GptPartition esp = table.Partitions.Single(partition => partition.Type == PartitionTypes.Esp);
        ForeignTool.Run(
            "qemu-img", "convert", "-O", "raw", "--image-opts",
            $"driver=raw,offset={table.OffsetOf(esp)},size={table.LengthOf(esp)},"
            + $"file.driver=qcow2,file.file.driver=file,file.file.filename={state["disk.qcow2"]}",
            state["esp.img"]);
        using FileStream volume = File.OpenRead(state["esp.img"]);
        return
        [
            .. FatReader.Read(volume).Nodes
                .Where(node => !node.IsDirectory && node.Path.Parent == Images)
                .Select(node => node.Path.NameText),
        ];
    }
}
