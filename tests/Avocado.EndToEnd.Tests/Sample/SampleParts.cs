using Avocado.Testing;

namespace Avocado.EndToEnd.Tests.Sample;

/// <summary>The built sample, taken apart by foreign tools once for all tests.</summary>
public sealed class SampleParts : IDisposable
{
    /// <summary>Where partitions of the disk are, in the order of the table.</summary>
    internal const int Esp = 0, RootData = 1, RootTree = 2, RootSignature = 3, StoreData = 4, StoreTree = 5;

    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<DiskPartition[]> _partitions;
    private readonly Lazy<string> _root;
    private readonly Lazy<string> _initrd;
    private readonly Lazy<string> _store;

    public SampleParts()
    {
        // Without a sample every test says so.
        _ = BuiltSample.Disk;
        _partitions = new(() => DiskPartition.ReadAll(BuiltSample.Disk));
        _root = new(() => Unsquash(BuiltSample.RootData, "root"));
        _store = new(() => Unsquash(Partition(StoreData), "store"));
        _initrd = new(UnpackInitrd);
    }

    internal DiskPartition[] Partitions => _partitions.Value;

    /// <summary>Folder with the root file system, unpacked.</summary>
    public string Root => _root.Value;

    /// <summary>Folder with the initrd, unpacked.</summary>
    public string Initrd => _initrd.Value;

    /// <summary>Folder with the store's file system, unpacked.</summary>
    public string Store => _store.Value;

    /// <summary>The certificate that the signed initrd trusts for verity signatures, PEM.</summary>
    public string Anchor => Path.Combine(Initrd, "usr/lib/verity.d/avocado.crt");

    /// <summary>Names of the extensions that were built.</summary>
    public static IReadOnlyList<string> Extensions =>
        [.. Directory.EnumerateFiles(Path.Combine(BuiltSample.Folder, "extensions"), "*.raw")
            .Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)!];

    /// <summary>A file in this fixture's own folder.</summary>
    public string this[string name] => _folder[name];

    /// <summary>A partition of the disk as a file.</summary>
    public string Partition(int index)
    {
        string path = _folder["partition" + index];
        return File.Exists(path) ? path : Partitions[index].CopyTo(path);
    }

    /// <summary>The parts of an extension's image as files: data, hash tree, signature.</summary>
    public (string Data, string Tree, string Signature) Extension(string name)
    {
        DiskPartition[] parts = DiskPartition.ReadAll(BuiltSample.Output($"extensions/{name}.raw"));
        string Part(int index)
        {
            string path = _folder[$"{name}.part{index}"];
            return File.Exists(path) ? path : parts[index].CopyTo(path);
        }
        return (Part(0), Part(1), Part(2));
    }

    /// <summary>An extension's file system, unpacked.</summary>
    public string ExtensionFolder(string name)
    {
        string folder = _folder[name + ".files"];
        return Directory.Exists(folder) ? folder : Unsquash(Extension(name).Data, name + ".files");
    }

    /// <summary>The content of a section of the UKI.</summary>
    public string Section(string name)
    {
        string path = _folder["section" + name];
        if (!File.Exists(path))
        {
            ForeignTool.Run("objcopy", "-O", "binary", "-j", name, BuiltSample.BootImage, path);
        }
        return path;
    }

    /// <summary>A certificate of secure-boot/ as PEM, for tools that read nothing else.</summary>
    public string Pem(string name)
    {
        string path = _folder[name + ".pem"];
        ForeignTool.Run(
            "openssl", "x509", "-inform", "DER", "-in", BuiltSample.Output($"secure-boot/{name}.der"), "-out", path);
        return path;
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    // Attributes that only root may set decide nothing here.
    private string Unsquash(string image, string name)
    {
        ToolResult result = ForeignTool.Try(
            "unsquashfs", "-q", "-n", "-no-xattrs", "-d", _folder[name], image);
        Assert.True(Directory.Exists(_folder[name]), result.Error);
        return _folder[name];
    }

    private string UnpackInitrd()
    {
        string folder = _folder["initrd"];
        Directory.CreateDirectory(folder);
        // Two archives one behind the other; cpio stops at the end of each.
        string archives = _folder["initrd.cpio"];
        ForeignTool.Run("zstd", "-q", "-d", Section(".initrd"), "-o", archives);
        const string Unpack = "cpio -id --quiet --no-preserve-owner";
        ToolResult unpacked = ForeignTool.Try("sh", folder, null, ["-c", $"({Unpack} && {Unpack}) < '{archives}'"]);
        Assert.True(unpacked.ExitCode == 0, unpacked.Error);
        return folder;
    }
}
