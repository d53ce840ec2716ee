using System.IO.Compression;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Kmod;
using Avocado.Testing;
using Avocado.Testing.Elf;

namespace Avocado.Formats.Tests.Kmod;

public class ModuleFileTests
{
    private static readonly KernelModuleSample Sample = new()
    {
        Fields =
        [
            "license=GPL", "alias=fs-squashfs", "alias=x=y", "depends=lz4,zstd-common",
            "softdep=pre: crc32c", "firmware=a/b.bin", "vermagic=6.12.0 SMP preempt", "flag",
        ],
        Exports = ["squash_one", "squash_two"],
        Needs = ["printk", "crc32c"],
    };

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    public void A_module_of_every_class_and_byte_order_is_read(bool is64Bit, bool isLittleEndian, bool isVersioned)
    {
        KernelModuleSample sample = Sample with
        {
            Is64Bit = is64Bit,
            IsLittleEndian = isLittleEndian,
            IsVersioned = isVersioned,
        };

        ModuleFile file = ModuleFile.Read("kernel/fs/squash-fs.ko", Content.Bytes(sample.Build()));

        Assert.Equal("squash_fs", file.Name);
        Assert.Equal(["fs-squashfs", "x=y"], file.Info.Aliases);
        Assert.Equal(["lz4", "zstd-common"], file.Info.Depends);
        Assert.Equal(["pre: crc32c"], file.Info.SoftDependencies);
        Assert.Equal(["a/b.bin"], file.Info.Firmware);
        Assert.Equal("6.12.0 SMP preempt", file.Info.VersionMagic);
        Assert.Equal<string>(["squash_one", "squash_two"], file.Info.ExportedSymbols);
        Assert.Equal<string>(["printk", "crc32c"], file.Info.NeededSymbols);
    }

    [ToolFact("modinfo")]
    public void The_samples_are_what_modinfo_says_they_are()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("squashfs.ko", Sample.Build());

        Assert.Equal("fs-squashfs\nx=y\n", ForeignTool.Run("modinfo", "-F", "alias", path).Output);
        Assert.Equal("lz4,zstd-common\n", ForeignTool.Run("modinfo", "-F", "depends", path).Output);
    }

    [ToolFact("xz", "zstd")]
    public void Compressed_modules_are_read_like_plain_ones()
    {
        byte[] plain = Sample.Build();
        byte[] xz = ForeignTool.Try("xz", null, plain, ["-c", "--check=crc32"]).OutputBytes;
        byte[] zstd = ForeignTool.Try("zstd", null, plain, ["-c"]).OutputBytes;
        using var gzip = new MemoryStream();
        using (var stream = new GZipStream(gzip, CompressionLevel.Fastest, leaveOpen: true))
        {
            stream.Write(plain);
        }

        Assert.Equal(plain, ModuleFile.Unpack("a.ko.xz", Content.Bytes(xz)));
        Assert.Equal(plain, ModuleFile.Unpack("a.ko.zst", Content.Bytes(zstd)));
        Assert.Equal(plain, ModuleFile.Unpack("a.ko.gz", Content.Bytes(gzip.ToArray())));
        Assert.Equal(plain, ModuleFile.Unpack("a.ko", Content.Bytes(plain)));
    }

    [Theory]
    [InlineData("a.ko.gz")]
    [InlineData("a.ko.xz")]
    [InlineData("a.ko.zst")]
    [InlineData("a.ko")]
    public void A_module_that_is_not_what_its_name_says_is_refused(string path)
    {
        Content content = Content.Bytes(new byte[100]);

        Assert.ThrowsAny<AvocadoException>(() => ModuleFile.Read(path, content));
    }

    [Theory]
    [InlineData("kernel/a-b.ko.xz", "a_b", "kernel/a-b.ko")]
    [InlineData("nvme-core", "nvme_core", "nvme-core")]
    [InlineData("x/y.ko", "y", "x/y.ko")]
    public void Names_are_those_of_the_kernel(string path, string name, string plain)
    {
        Assert.Equal(name, ModuleFile.NameOf(path));
        Assert.Equal(plain, ModuleFile.PlainPath(path));
    }
}
