using System.Text;
using Avocado.Files;
using Avocado.Formats.Cpio;
using Avocado.Formats.Compression.Gzip;
using Avocado.Formats.Fat;
using Avocado.Formats.Gpt;
using Avocado.Formats.Identifiers;
using Avocado.Formats.Pe;
using Avocado.Formats.Segments;
using Avocado.Formats.Tests.Pe;
using Avocado.Formats.Verity;
using Avocado.Images.Runtime;
using Avocado.Signing;

namespace Avocado.Cli.Tests.Inspect;

/// <summary>A device's disk in small: boot partition, root, store, a free slot, factory.</summary>
internal sealed class SampleDisk(SampleKeys keys)
{
    private const string Label = "gateway_1.0.0";
    private readonly DevelopmentKeySet _keys = keys.Own;

    /// <summary>Signs the boot image.</summary>
    public ISigner BootSigner { get; set; } = keys.Own[KeyUse.SecureBoot];

    /// <summary>Signs the extension in the store; null leaves it unsigned.</summary>
    public ISigner? AppSigner { get; set; } = keys.Own[KeyUse.Verity];

    /// <summary>The root hash in the command line, when it is not the right one.</summary>
    public string? RootHash { get; set; }

    /// <summary>The digest in the mode's list, when it is not the right one.</summary>
    public string? AppDigest { get; set; }

    /// <summary>The label of the root partitions.</summary>
    public string RootLabel { get; set; } = Label;

    /// <summary>More files of the boot partition.</summary>
    public List<FatFile> BootFiles { get; } = [];

    /// <summary>The root file system.</summary>
    public FileTree Root { get; set; } = SampleImages.Root();

    /// <summary>Writes the disk to a file, sparse.</summary>
    public string Write(string path)
    {
        byte[] root = SampleImages.SquashFs(Root);
        VerityTree rootTree = SampleImages.Verity(root, "root");
        byte[] app = SampleImages.Ddi("app", SampleImages.Extension("app"), AppSigner);
        byte[] tools = SampleImages.Ddi("tools", SampleImages.Extension("tools"), _keys[KeyUse.Verity]);
        byte[] store = SampleImages.SquashFs(Store(app, tools, rootTree.RootHash));
        VerityTree storeTree = SampleImages.Verity(store, "store");
        byte[] factory = SampleImages.SquashFs(Factory(tools));
        var ids = new SeededIds(SampleImages.Seed);
        DiscoverableTypes types = PartitionTypes.X64.Root;
        (Guid rootData, Guid rootHash) = SeededIds.VerityPartitions(rootTree.RootHash);
        (Guid storeData, Guid storeHash) = SeededIds.VerityPartitions(storeTree.RootHash);
        byte[] signature = VeritySigner.Sign(_keys[KeyUse.Verity], rootTree.RootHash).ToPartition();
        GptLayout layout = GptLayout.Create(
            new GptOptions { DiskId = ids.Disk },
            [
                Partition(PartitionTypes.Esp, ids.Partition(PartitionTypes.Esp), "esp",
                    Boot(rootTree.RootHash, storeTree.RootHash)) with { Attributes = GptAttributes.None },
                Partition(types.Data, rootData, RootLabel, new BytesSegment(root)),
                Partition(types.Verity, rootHash, RootLabel, rootTree),
                Partition(types.Signature, ids.Partition(types.Signature), RootLabel, new BytesSegment(signature)),
                Partition(PartitionTypes.Generic, storeData, Label, new BytesSegment(store)),
                Partition(PartitionTypes.Generic, storeHash, Label, storeTree),
                Partition(types.Data, ids.Partition(types.Data, 1), "_empty", null) with { Size = 1 << 20 },
                Partition(PartitionTypes.Generic, ids.Partition(PartitionTypes.Generic), "factory",
                    new BytesSegment(factory)),
            ]);
        using FileStream file = File.Create(path);
        var output = new StreamOutput(file);
        layout.WriteTo(output, CancellationToken.None);
        output.Complete();
        return path;
    }

    /// <summary>The boot image alone.</summary>
    public byte[] BootImage(Sha256Digest rootHash, Sha256Digest storeHash) => SampleImages.Bytes(
        AuthenticodeSigner.Sign(BootSigner, UkiBuilder.Build(
            Content.Bytes(SyntheticPe.Stub()),
            [
                new UkiSection(UkiSectionName.OsRelease, Content.Text("ID=sample\nIMAGE_ID=gateway\n")),
                new UkiSection(UkiSectionName.CommandLine,
                    Content.Text($"roothash={RootHash ?? rootHash.ToString()} quiet")),
                new UkiSection(UkiSectionName.Uname, Content.Text("6.12.0-sample")),
                new UkiSection(UkiSectionName.Linux, Content.Bytes(SyntheticPe.Kernel())),
                new UkiSection(UkiSectionName.Initrd, Content.Bytes(Initrd(storeHash))),
            ])));

    private FatWriter Boot(Sha256Digest rootHash, Sha256Digest storeHash)
    {
        byte[] loader = SampleImages.Bytes(
            AuthenticodeSigner.Sign(BootSigner, new BytesSegment(SyntheticPe.Kernel())));
        byte[] addon = SampleImages.Bytes(AuthenticodeSigner.Sign(
            _keys[KeyUse.Modes], AddonBuilder.Build(Content.Bytes(SyntheticPe.AddonStub()), "avocado.mode=development"),
            KeyUse.Modes));
        return new FatWriter(
            new FatOptions { Size = 34 << 20, VolumeId = 1, Label = "ESP", SourceDate = SampleImages.SourceDate },
            [
                new FatFile("EFI/BOOT/BOOTX64.EFI", Content.Bytes(loader)),
                new FatFile("EFI/Linux/gateway_1.0.0+3.efi", Content.Bytes(BootImage(rootHash, storeHash))),
                new FatFile("avocado/modes/development.addon.efi", Content.Bytes(addon)),
                new FatFile("loader/loader.conf", Content.Text("timeout 0\n")),
                .. BootFiles,
            ]);
    }

    private byte[] Initrd(Sha256Digest storeHash)
    {
        (Guid data, Guid hash) = SeededIds.VerityPartitions(storeHash);
        var tree = new FileTreeBuilder();
        SampleImages.Add(tree, "etc/veritytab", $"# a comment\nstore PARTUUID={data} PARTUUID={hash} {storeHash} panic\n");
        SampleImages.Add(tree, "usr/lib/verity.d/own.crt", _keys[KeyUse.Verity].Certificate.ToPem());
        using var stream = new MemoryStream();
        using (var gzip = new GzipWriterStream(stream))
        {
            CpioWriter.Write(tree.Build(), gzip, SampleImages.SourceDate);
        }
        return stream.ToArray();
    }

    private FileTree Store(byte[] app, byte[] tools, Sha256Digest rootHash)
    {
        string appDigest = AppDigest ?? Sha256Digest.Of(app).ToString();
        string toolsDigest = Sha256Digest.Of(tools).ToString();
        var tree = new FileTreeBuilder();
        SampleImages.Add(tree, "default-mode", "production\n");
        SampleImages.Add(tree, "modes/production", $"app sysext store {appDigest}\n");
        SampleImages.Add(tree, "modes/development", $"app sysext store {appDigest}\ntools sysext factory {toolsDigest}\n");
        byte[] runtime = RuntimeManifestJson.Write(new RuntimeManifest
        {
            ImageId = "gateway",
            ImageVersion = "1.0.0",
            Board = "x86_64-uefi",
            Architecture = "x86-64",
            SecurityVersion = 3,
            LayoutId = "0123456789abcdef",
            SourceDate = SampleImages.SourceDate,
            KernelVersion = "6.12.0-sample",
            Root = new RuntimeRoot(rootHash.ToString(), 1),
            Extensions = [new RuntimeExtension("tools", ["sysext"], "factory", toolsDigest, "", tools.Length)],
            Modes = [],
        });
        SampleImages.Add(tree, "runtime.json", Encoding.UTF8.GetString(runtime));
        tree.Add(Entry.File("extensions/app.raw", Content.Bytes(app), Origin.Generated("store")));
        return tree.Build();
    }

    private static FileTree Factory(byte[] tools)
    {
        var tree = new FileTreeBuilder();
        tree.Add(Entry.File("extensions/tools.raw", Content.Bytes(tools), Origin.Generated("store")));
        return tree.Build();
    }

    private static PlannedPartition Partition(Guid type, Guid id, string name, ISegment? content) => new()
    {
        Type = type,
        Id = id,
        Name = name,
        Content = content,
        Attributes = GptAttributes.ReadOnly,
    };
}
