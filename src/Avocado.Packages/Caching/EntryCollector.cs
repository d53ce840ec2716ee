using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Tar;
using Avocado.Packages.Debian;

namespace Avocado.Packages.Caching;

/// <summary>
/// Collects the entries of a package's tar archive and appends file contents to one stream. Paths that come twice,
/// go through something that is no folder, or link to what was not there are refused.
/// </summary>
internal sealed class EntryCollector(Stream contents)
{
    private const int MaxEntries = 1 << 20;
    private const int BufferSize = 1 << 18;

    private readonly Dictionary<UnixPath, ItemEntry> _entries = [];
    private readonly HashSet<UnixPath> _folders = [];
    private readonly HashSet<UnixPath> _programs = [];
    private int _linkGroups;

    /// <summary>The files that begin as ELF does.</summary>
    public IEnumerable<ItemEntry> Programs => _programs.Select(path => _entries[path]);

    private static ReadOnlySpan<byte> ElfMagic => "\u007fELF"u8;

    /// <summary>All entries in byte order of their paths.</summary>
    public ImmutableArray<ItemEntry> Entries() => [.. _entries.Values.OrderBy(e => e.Path)];

    /// <summary>Takes an entry and reads its content.</summary>
    /// <exception cref="AvocadoException">The entry is damaged or hostile.</exception>
    public void Add(TarEntry entry)
    {
        UnixPath path = UnixPath.Parse(entry.Name);
        if (path.IsRoot && entry.Type == TarEntryType.Directory)
        {
            return;
        }
        if (_entries.Count == MaxEntries)
        {
            throw Damaged($"it has more than {MaxEntries} entries");
        }
        ItemEntry item = entry.Type == TarEntryType.HardLink ? Link(path, entry) : Read(path, entry);
        if (path.IsRoot || !_entries.TryAdd(path, item))
        {
            throw Damaged($"the path {path} comes twice");
        }
        CheckFolders(item);
    }

    private ItemEntry Read(UnixPath path, TarEntry entry)
    {
        EntryKind kind = KindOf(entry.Type);
        (long offset, Sha256Digest digest) = kind == EntryKind.File ? CopyContent(path, entry) : default;
        return new ItemEntry(
            path, kind, kind == EntryKind.SymbolicLink ? UnixMode.All : entry.Mode, entry.Uid, entry.Gid, entry.Mtime,
            kind == EntryKind.SymbolicLink ? entry.LinkName : [], -1, entry.DeviceNumber,
            [.. entry.ExtendedAttributes], offset, entry.Size, digest);
    }

    /// <summary>A further name of a file that came before.</summary>
    private ItemEntry Link(UnixPath path, TarEntry entry)
    {
        UnixPath target = UnixPath.Parse(entry.LinkName);
        if (!_entries.TryGetValue(target, out ItemEntry? there) || there.Kind == EntryKind.Directory)
        {
            throw Damaged($"{path} is a hard link to {target}, which is no file before it");
        }
        if (there.LinkGroup < 0)
        {
            there = there with { LinkGroup = _linkGroups++ };
            _entries[target] = there;
        }
        return there with { Path = path };
    }

    private (long Offset, Sha256Digest Digest) CopyContent(UnixPath path, TarEntry entry)
    {
        long offset = contents.Position;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            using Stream source = entry.OpenContent();
            bool isFirst = true;
            int read;
            while ((read = source.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)) > 0)
            {
                if (isFirst && buffer.AsSpan(0, read).StartsWith(ElfMagic))
                {
                    _programs.Add(path);
                }
                isFirst = false;
                hash.AppendData(buffer, 0, read);
                contents.Write(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return contents.Position - offset == entry.Size
            ? (offset, new Sha256Digest(hash.GetHashAndReset()))
            : throw Damaged($"the content of {path} is cut off");
    }

    /// <summary>Whatever is above an entry must be a folder, whether it came before or comes later.</summary>
    private void CheckFolders(ItemEntry item)
    {
        if (item.Kind != EntryKind.Directory && _folders.Contains(item.Path))
        {
            throw Damaged($"{item.Path} is no folder, yet has something below it");
        }
        for (UnixPath folder = item.Path.Parent; !folder.IsRoot && _folders.Add(folder); folder = folder.Parent)
        {
            if (_entries.TryGetValue(folder, out ItemEntry? above) && above.Kind != EntryKind.Directory)
            {
                throw Damaged($"{item.Path} lies below {folder}, which is no folder");
            }
        }
    }

    private static EntryKind KindOf(TarEntryType type) => type switch
    {
        TarEntryType.RegularFile => EntryKind.File,
        TarEntryType.Directory => EntryKind.Directory,
        TarEntryType.SymbolicLink => EntryKind.SymbolicLink,
        TarEntryType.CharacterDevice => EntryKind.CharacterDevice,
        TarEntryType.BlockDevice => EntryKind.BlockDevice,
        TarEntryType.Fifo => EntryKind.Fifo,
        _ => throw Damaged($"an entry of kind {type}"),
    };

    private static DamagedFormatException Damaged(string what) => new(DebReader.Format, what);
}
