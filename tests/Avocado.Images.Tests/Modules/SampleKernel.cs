using System.IO.Compression;
using System.Text;
using Avocado.Files;
using Avocado.Testing.Elf;

namespace Avocado.Images.Tests.Modules;

/// <summary>A kernel package's tree with the modules that the default initrd names.</summary>
internal sealed class SampleKernel
{
    public const string Version = "6.12.0-sample";

    public const string Folder = "usr/lib/modules/" + Version + "/";

    public static readonly Origin Package = new(OriginKind.Package, "linux-image-sample", "6.12");

    private readonly FileTreeBuilder _builder = new();
    private readonly StringBuilder _order = new();

    /// <summary>Storage, device mapper and file systems; ext4 and virtio_pci are built in.</summary>
    public static SampleKernel Default() => new SampleKernel()
        .Module("drivers/ata/ahci", ["alias=pci:v*d*bc01*"], needs: ["libata_one"])
        .Module("drivers/ata/libata", exports: ["libata_one"], needs: ["scsi_one"])
        .Module("drivers/scsi/scsi_mod", exports: ["scsi_one"])
        .Module("drivers/scsi/sd_mod", needs: ["scsi_one"])
        .Module("drivers/scsi/virtio_scsi", needs: ["scsi_one"])
        .Module("drivers/block/virtio_blk", ["alias=virtio:d00000002v*"])
        .Module("drivers/block/loop", ["alias=devname:loop-control", "alias=char-major-10-237"])
        .Module("drivers/md/dm-mod", exports: ["dm_one"])
        .Module("drivers/md/dm-bufio", exports: ["bufio_one"], needs: ["dm_one"])
        .Module("drivers/md/dm-verity", ["softdep=pre: crypto-sha256 post: not_there"],
            needs: ["bufio_one", "dm_one", "rs_one"])
        .Module("lib/reed_solomon", exports: ["rs_one"])
        .Module("crypto/crypto-sha256")
        .Module("fs/overlay").Module("fs/squashfs").Module("drivers/net/e1000");

    public SampleKernel Module(
        string path, string[]? fields = null, string[]? exports = null, string[]? needs = null)
    {
        string file = $"kernel/{path}.ko";
        _order.Append(file).Append('\n');
        return File(file + ".gz", Gzip(new KernelModuleSample
        {
            Fields = fields ?? [],
            Exports = exports ?? [],
            Needs = needs ?? [],
        }.Build()));
    }

    public SampleKernel File(string path, byte[] bytes)
    {
        _builder.Add(Entry.File(Folder + path, Content.Bytes(bytes), Package));
        return this;
    }

    public FileTree Build()
    {
        File("modules.order", Encoding.ASCII.GetBytes(_order.ToString()));
        File("modules.builtin", "kernel/fs/ext4/ext4.ko\nkernel/drivers/virtio/virtio_pci.ko\n"u8.ToArray());
        File("modules.builtin.modinfo", "ext4.alias=fs-ext4\0"u8.ToArray());
        _builder.Add(Entry.SymbolicLink(Folder + "build", "/usr/src/headers", Package));
        return _builder.Build();
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var stream = new GZipStream(target, CompressionLevel.Fastest))
        {
            stream.Write(bytes);
        }
        return target.ToArray();
    }
}
