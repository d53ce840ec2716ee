using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Gpt;
using Avocado.Images.Disk;
using Avocado.Images.Model;

namespace Avocado.Images.Base;

/// <summary>
/// The partitions of an earlier release's disk that an image is laid out after: root and store of slot A, and the
/// factory partition. It comes from outside and may be anything.
/// </summary>
internal sealed class BaseDisk
{
    private readonly BaseImage _image;
    private readonly GptDisk _disk;

    private BaseDisk(BaseImage image, GptDisk disk, Architecture architecture)
    {
        _image = image;
        _disk = disk;
        DiscoverableTypes types = PartitionTypes.Find(architecture.SystemdName)!.Root;
        // The two slots have the same partitions; an image that was built has its contents in the first.
        GptPartition root = Of(types.Data).Cast<GptPartition?>().FirstOrDefault()
            ?? throw BaseRelease.Unusable(image, NoRoot(architecture));
        if (root.Name == DeviceDisk.EmptyLabel)
        {
            throw BaseRelease.Unusable(image, "its first slot is empty");
        }
        GptPartition[] store = [.. Of(PartitionTypes.Generic).Where(p => p.Name == root.Name)];
        if (store.Length != 2)
        {
            throw BaseRelease.Unusable(image, "it has no store with a hash tree in the first slot");
        }
        Root = new BaseVolume(root, Single(Of(types.Verity).Where(p => p.Name == root.Name), "root hash tree"));
        Store = new BaseVolume(store[0], store[1]);
        Factory = new BaseVolume(
            Single(Of(PartitionTypes.Generic).Where(p => p.Name == DeviceDisk.FactoryLabel), "factory"), null);
    }

    /// <summary>The root file system of slot A.</summary>
    public BaseVolume Root { get; }

    /// <summary>The extension store of slot A.</summary>
    public BaseVolume Store { get; }

    /// <summary>The factory partition, which has no hash tree.</summary>
    public BaseVolume Factory { get; }

    /// <summary>Reads the partition table.</summary>
    /// <exception cref="AvocadoException">
    /// AVO0201, AVO0202: no good table. AVO0584: no disk of the architecture's devices.
    /// </exception>
    public static BaseDisk Read(BaseImage image, Architecture architecture)
    {
        using FileStream file = Open(image.Path);
        GptReader table = GptReader.Read(file);
        // A disk that was cut short has no backup where it should be.
        return table.BackupProblem is { } problem
            ? throw BaseRelease.Unusable(image, $"its backup partition table is damaged: {problem}")
            : new BaseDisk(image, table.Disk, architecture);
    }

    /// <summary>A partition's bytes: a stream that can seek, of the caller's own.</summary>
    public Stream Open(GptPartition partition)
    {
        FileStream file = Open(_image.Path);
        long start = _disk.OffsetOf(partition);
        long length = _disk.LengthOf(partition);
        if (start > file.Length - length)
        {
            file.Dispose();
            throw Codes.InputChanged.Error(_image.Path, "its size changed during the build");
        }
        file.Position = start;
        return new SliceStream(file, length);
    }

    private static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);

    private IEnumerable<GptPartition> Of(Guid type) => _disk.Partitions.Where(p => p.Type == type);

    private GptPartition Single(IEnumerable<GptPartition> partitions, string what)
    {
        GptPartition[] found = [.. partitions];
        return found.Length == 1
            ? found[0]
            : throw BaseRelease.Unusable(_image, $"it has {found.Length} {what} partitions where one should be");
    }

    private string NoRoot(Architecture wanted) =>
        PartitionTypes.Architectures.FirstOrDefault(a => Of(a.Root.Data).Any()) is { } other
            ? $"it is for {other.Architecture}, the board for {wanted.SystemdName}"
            : "it has no root file system";
}
