using Avocado.Benchmarks.Trees;
using Avocado.Files;
using Avocado.Formats.Fat;
using Avocado.Formats.Gpt;
using Avocado.Formats.Identifiers;
using Avocado.Formats.Segments;
using Avocado.Images.Base;
using Avocado.Images.Disk;
using Avocado.Images.Model;
using Avocado.Images.Pipeline;
using Avocado.Images.Reuse;
using Avocado.Signing;

namespace Avocado.Benchmarks.Commands;

/// <summary>
/// A tree as a disk image, through the stages of the product's own build and with its own code: SquashFS, hash tree,
/// signature, boot partition, disk; everything staged, hashed and renamed. The disk has one slot that is as large as
/// its content, because that is what the foreign tools make.
/// </summary>
internal static class ImageCommand
{
    private const string Label = "benchmark_1.0.0";
    private const string RootName = "rootfs.squashfs";
    private const int DefaultEspSize = 256;

    public static void Run(CommandOptions options)
    {
        BuildSettings settings = BuildSettings.Read(options);
        string output = Path.GetFullPath(options.Required("--output"));
        string folder = Path.GetDirectoryName(output)!;
        string work = Path.Combine(folder, "obj");
        string? kernel = options.Find("--kernel");
        long espSize = (long)options.Number("--esp-size", DefaultEspSize) << 20;
        var watch = new Stopwatches(options.Has("--verbose"));
        watch.Lap("start");
        Directory.CreateDirectory(work);
        string? earlier = options.Find("--base");
        HostFileNotes? notes = options.Has("--reuse") ? HostFileNotes.Load(Path.Combine(work, "host-files")) : null;
        FileTree tree = ReadTree(options, settings.Threads, notes);
        options.RequireAllUsed();
        if (notes is not null)
        {
            tree = notes.Complete(tree, settings.Threads, CancellationToken.None);
            notes.Save();
        }
        watch.Lap("read the tree");

        var outputs = new StagedOutputs(work, folder);
        using DevelopmentKeySet? keys = settings.OpenKeys();
        Func<string, BasePart?>? findBase = earlier is null ? null : _ => BaseOf(earlier, work);
        VerityVolume root = new FileSystemImage(settings.Project, settings.Threads, store: null, findBase).Write(
            "root", tree, RootFiles(outputs, work), CancellationToken.None);
        watch.Lap("file system and hash tree");
        outputs.Write("rootfs.verity", root.HashTree, CancellationToken.None);
        outputs.Write("rootfs.roothash", System.Text.Encoding.ASCII.GetBytes(root.RootHash + "\n"));
        outputs.Take(RootName, root);
        watch.Lap("outputs of the root");
        WriteDisk(
            outputs, Path.GetFileName(output), LayOut(settings.Project, root, keys, kernel, espSize),
            earlier is null ? null : Path.Combine(work, "disk.patch"));
        outputs.Commit(SilentLog.Instance);
        watch.Lap("disk");
    }

    /// <summary>A file system's file as the base. A real build takes it from a release's disk, whose digest is locked.</summary>
    private static BasePart BaseOf(string file, string work)
    {
        // Its digest only names it; reading the file is not what is measured.
        Sha256Digest name = Sha256Digest.Of(System.Text.Encoding.UTF8.GetBytes(StatStamp.Of(file).ToString()));
        return new BasePart(
            new BaseImage(Path.GetFullPath(file), name), "root", Path.Combine(work, name + ".base"),
            _ => File.OpenRead(file));
    }

    private static void WriteDisk(StagedOutputs outputs, string name, ISegment disk, string? patchNotes)
    {
        if (patchNotes is null)
        {
            outputs.Write(name, disk, CancellationToken.None);
            return;
        }
        outputs.Rewrite(name, patchNotes, disk, CancellationToken.None);
    }

    private static StageFiles RootFiles(StagedOutputs outputs, string work) => new(
        outputs.FinalPathOf(RootName), outputs.PathOf(RootName), Path.Combine(work, "rootfs"), IsOutput: true);

    private static FileTree ReadTree(CommandOptions options, int threads, HostFileNotes? notes) => options.Find("--packages") is { } list
        ? PackageTree.Read(list, options.Required("--cache"), threads)
        : HostTree.Read(options.Required("--tree"), threads, notes);

    private static GptLayout LayOut(
        ImageProject project, VerityVolume root, DevelopmentKeySet? keys, string? kernel, long espSize)
    {
        DiscoverableTypes types = PartitionTypes.Find(project.Board.Architecture.SystemdName)!.Root;
        var ids = new SeededIds(project.Seed);
        (Guid data, Guid hash) = SeededIds.VerityPartitions(root.RootHash);
        List<PlannedPartition> partitions =
        [
            Partition(PartitionTypes.Esp, ids.Partition(PartitionTypes.Esp), "esp", Esp(project, ids, kernel, espSize)),
            Partition(types.Data, data, Label, new VolumeSegment(root)),
            Partition(types.Verity, hash, Label, root.HashTree),
        ];
        if (keys is not null)
        {
            partitions.Add(Partition(types.Signature, ids.Partition(types.Signature), Label,
                new BytesSegment(VeritySigner.Sign(keys[KeyUse.Verity], root.RootHash).ToPartition())));
        }
        return GptLayout.Create(new GptOptions { DiskId = ids.Disk }, partitions);
    }

    private static PlannedPartition Partition(Guid type, Guid id, string name, ISegment content) =>
        new() { Type = type, Id = id, Name = name, Content = content, Attributes = GptAttributes.ReadOnly };

    private static FatWriter Esp(ImageProject project, SeededIds ids, string? kernel, long size)
    {
        var options = new FatOptions
        {
            Size = size,
            VolumeId = SeededIds.FatVolumeId(ids.Partition(PartitionTypes.Esp)),
            Label = "ESP",
            SourceDate = project.SourceDate,
        };
        FatFile[] files = kernel is null
            ? []
            : [new FatFile($"EFI/Linux/{Label}+3.efi", HostFileContent.Of(Path.GetFullPath(kernel)))];
        return new FatWriter(options, files);
    }
}
