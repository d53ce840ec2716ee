using System.Collections.Immutable;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Segments;

namespace Avocado.Formats.Fat;

/// <summary>A FAT32 volume that was read: all its names, and streams over its files.</summary>
public sealed class FatReader
{
    private const long MaxDirectoryLength = 2 << 20;

    private readonly Stream _volume;
    private readonly Dictionary<string, FatNode> _byName;

    private FatReader(Stream volume, FatBootSector boot, string label, Dictionary<string, FatNode> byName)
    {
        _volume = volume;
        _byName = byName;
        VolumeId = boot.VolumeId;
        Label = label;
        Nodes = [.. byName.Values.OrderBy(n => n.Path)];
    }

    /// <summary>The volume id.</summary>
    public uint VolumeId { get; }

    /// <summary>The label of the root folder; empty for none.</summary>
    public string Label { get; }

    /// <summary>Everything in the volume, in byte order of the paths, without the root.</summary>
    public ImmutableArray<FatNode> Nodes { get; }

    /// <summary>Reads the boot sector and all folders.</summary>
    /// <param name="volume">Seekable, the volume's first byte at position 0; stays the caller's.</param>
    /// <exception cref="AvocadoException">AVO0201, AVO0202, AVO0101: damaged, or not FAT32.</exception>
    public static FatReader Read(Stream volume)
    {
        ArgumentNullException.ThrowIfNull(volume);
        var sector = new byte[FatBootSector.Size];
        volume.Position = 0;
        int read = volume.ReadAtLeast(sector, sector.Length, throwOnEndOfStream: false);
        FatBootSector boot = FatBootSector.Read(sector.AsSpan(0, read));
        if (boot.Geometry.TotalSectors > volume.Length / boot.Geometry.SectorSize)
        {
            throw Damaged($"the volume says {boot.Geometry.TotalSectors} sectors and ends at byte {volume.Length}");
        }
        var table = new FatTable(volume, boot.Geometry);
        var byName = new Dictionary<string, FatNode>(StringComparer.Ordinal);
        string label = "";
        var folders = new Queue<FatNode>();
        folders.Enqueue(Folder(table, UnixPath.Root, boot.RootCluster, null));
        while (folders.TryDequeue(out FatNode? folder))
        {
            foreach ((FatDirectoryEntry entry, string name) in ReadDirectory(volume, folder))
            {
                if (entry.Attributes.HasFlag(FatAttributes.VolumeId))
                {
                    label = folder.Path.IsRoot ? entry.ShortName.TrimEnd(' ') : label;
                    continue;
                }
                FatNode node = MakeNode(table, folder.Path, entry, name);
                if (!byName.TryAdd(Key(node.Path), node))
                {
                    throw Damaged($"{node.Path} is there twice");
                }
                if (node.IsDirectory)
                {
                    folders.Enqueue(node);
                }
            }
        }
        return new FatReader(volume, boot, label, byName);
    }

    /// <summary>
    /// The node at a path, compared as FAT compares: without regard to case. Null when there is none.
    /// </summary>
    public FatNode? Find(UnixPath path) => _byName.GetValueOrDefault(Key(path));

    /// <summary>A file's bytes: a read-only, seekable view.</summary>
    public Stream Open(FatNode file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.IsDirectory
            ? throw new ArgumentException($"{file.Path} is a folder", nameof(file))
            : new RunStream(_volume, file.Runs);
    }

    private static string Key(UnixPath path) => path.ToString().ToUpperInvariant();

    private static FatNode MakeNode(FatTable table, UnixPath folder, FatDirectoryEntry entry, string name)
    {
        if (name.Length == 0 || name.AsSpan().ContainsAnyInRange('\0', '\x1F') || name is "." or ".."
            || name.Contains('/', StringComparison.Ordinal))
        {
            throw Damaged($"a name in {folder} has characters that no name has");
        }
        UnixPath path = folder / UnixPath.Parse(name);
        if (entry.Attributes.HasFlag(FatAttributes.Directory))
        {
            return Folder(table, path, entry.FirstCluster, entry.Written.ToUnixSeconds());
        }
        if ((entry.FirstCluster == 0) != (entry.FileSize == 0))
        {
            throw Damaged($"{path} has {entry.FileSize} bytes from cluster {entry.FirstCluster}");
        }
        return new FatNode
        {
            Path = path,
            IsDirectory = false,
            Size = entry.FileSize,
            ModificationTime = entry.Written.ToUnixSeconds(),
            Runs = entry.FileSize == 0 ? [] : table.Follow(entry.FirstCluster, entry.FileSize, long.MaxValue),
        };
    }

    private static FatNode Folder(FatTable table, UnixPath path, uint cluster, long? time) => new()
    {
        Path = path,
        IsDirectory = true,
        Size = 0,
        ModificationTime = time,
        Runs = table.Follow(cluster, null, MaxDirectoryLength),
    };

    /// <summary>The entries of a folder with their names, without "." and "..".</summary>
    private static List<(FatDirectoryEntry Entry, string Name)> ReadDirectory(Stream volume, FatNode folder)
    {
        using var stream = new RunStream(volume, folder.Runs);
        var result = new List<(FatDirectoryEntry, string)>();
        var slot = new byte[FatDirectoryEntry.Size];
        var longName = new FatLongName.Collector();
        while (stream.ReadAtLeast(slot, slot.Length, throwOnEndOfStream: false) == slot.Length
            && slot[0] != FatDirectoryEntry.End)
        {
            FatAttributes attributes = FatDirectoryEntry.AttributesOf(slot);
            if (slot[0] == FatDirectoryEntry.Free)
            {
                longName.Clear();
            }
            else if ((attributes & FatAttributes.LongNameMask) == FatAttributes.LongName)
            {
                longName.Add(slot);
            }
            else
            {
                FatDirectoryEntry entry = FatDirectoryEntry.Read(slot);
                string? name = longName.Take(entry.ShortName);
                bool isDot = !folder.Path.IsRoot && entry.ShortName.TrimEnd(' ') is "." or "..";
                if (!isDot)
                {
                    result.Add((entry, name ?? entry.DisplayName));
                }
            }
        }
        return result;
    }

    private static DamagedFormatException Damaged(string what) => new(FatBootSector.FormatName, what);
}
