using Avocado.Files;
using Avocado.Formats.Compression;

namespace Avocado.Formats.SquashFs;

/// <summary>
/// Reads SquashFS 4.0 images, its own and those of mksquashfs. Trusts nothing: what does not follow the format is
/// a <see cref="Avocado.Files.Diagnostics.DamagedFormatException"/>, and memory does not follow what an image claims.
/// After <see cref="Open"/> all members may be used from several threads.
/// </summary>
public sealed class SquashFsReader
{
    /// <summary>Four times what the largest images have; a hostile one ends here.</summary>
    private const int MaxNames = 1 << 22;

    private readonly MetadataReader _metadata;
    private readonly SquashFsTables _tables;
    private readonly InodeReader _inodes;
    private readonly DirectoryReader _directories;
    private readonly BlockReader _blocks;

    private SquashFsReader(SquashFsHeader header, ImageBytes image, BlockCodec codec)
    {
        Header = header;
        Image = image;
        _metadata = new MetadataReader(image, codec.CreateDecoder());
        _tables = new SquashFsTables(header, image, _metadata);
        _inodes = new InodeReader(header, _tables, _metadata);
        _directories = new DirectoryReader(_tables, _metadata);
        _blocks = new BlockReader(image, codec, header.BlockSize);
        Root = _inodes.Read(UnixPath.Root, MetadataReference.Unpack(header.RootInode));
        if (Root.Kind != EntryKind.Directory)
        {
            throw SquashFsFormat.Damaged("the root is not a directory");
        }
    }

    internal SquashFsTables Tables => _tables;

    internal MetadataReader Metadata => _metadata;

    internal BlockReader Blocks => _blocks;

    internal ImageBytes Image { get; }

    /// <summary>The superblock.</summary>
    public SquashFsHeader Header { get; }

    /// <summary>The root directory.</summary>
    public SquashFsEntry Root { get; }

    /// <summary>Opens the image at the stream's position.</summary>
    /// <param name="stream">Can seek; stays the caller's and must stay open while the reader is used.</param>
    /// <param name="codecs">The codecs to choose from, by name.</param>
    /// <exception cref="Avocado.Files.Diagnostics.DamagedFormatException">The image is damaged.</exception>
    /// <exception cref="Avocado.Files.Diagnostics.AvocadoException">AVO0202: no codec for it, or a feature.</exception>
    public static SquashFsReader Open(Stream stream, params IEnumerable<BlockCodec> codecs)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(codecs);
        var image = new ImageBytes(stream);
        Span<byte> bytes = stackalloc byte[SquashFsHeader.Size];
        image.Read(0, bytes);
        SquashFsHeader header = SquashFsHeader.Read(bytes);
        image.Limit(header.BytesUsed);
        string name = CompressorOptions.NameOf(header.Compressor);
        BlockCodec codec = codecs.FirstOrDefault(c => c.Name == name)
            ?? throw SquashFsFormat.Unsupported($"compression with {name}");
        return new SquashFsReader(header, image, codec);
    }

    /// <summary>
    /// All entries, each directory before what is in it. Reads as it is enumerated, so an error may come at the end.
    /// </summary>
    public IEnumerable<SquashFsEntry> ReadEntries()
    {
        var walk = new SquashFsWalk(_tables.DirectoryBytes, MaxNames);
        var pending = new Stack<IEnumerator<DirectoryReference>>();
        var folders = new Stack<SquashFsEntry>();
        yield return Root;
        Enter(Root);
        while (pending.TryPeek(out IEnumerator<DirectoryReference>? names))
        {
            if (!names.MoveNext())
            {
                pending.Pop();
                folders.Pop();
                continue;
            }
            walk.CountName();
            SquashFsEntry entry = Resolve(folders.Peek(), names.Current);
            yield return entry;
            if (entry.Kind == EntryKind.Directory)
            {
                Enter(entry);
            }
        }

        void Enter(SquashFsEntry directory)
        {
            walk.Enter(directory);
            folders.Push(directory);
            pending.Push(_directories.Read(directory).GetEnumerator());
        }
    }

    /// <summary>The entry at a path, not following links; null when there is none.</summary>
    public SquashFsEntry? Find(UnixPath path)
    {
        SquashFsEntry entry = Root;
        foreach (Range range in path.IsRoot ? [] : SplitPath(path))
        {
            if (entry.Kind != EntryKind.Directory)
            {
                return null;
            }
            byte[] name = path.Bytes[range].ToArray();
            DirectoryReference found = _directories.Read(entry)
                .FirstOrDefault(r => r.Name.AsSpan().SequenceEqual(name));
            if (found.Name is null)
            {
                return null;
            }
            entry = Resolve(entry, found);
        }
        return entry;
    }

    /// <summary>A forward stream over a file's bytes.</summary>
    /// <param name="file">A regular file that this reader gave.</param>
    public Stream OpenFile(SquashFsEntry file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Kind == EntryKind.File
            ? new SquashFsFileStream(file, _tables, _metadata, _blocks)
            : throw new ArgumentException($"{file.Path} is not a file", nameof(file));
    }

    /// <summary>The image as a tree whose files are read through this reader when they are opened.</summary>
    /// <param name="origin">
    /// The origin of all entries. Its text numbers hard links, so images that are composed have different ones.
    /// </param>
    public FileTree ToTree(Origin origin)
    {
        ArgumentNullException.ThrowIfNull(origin);
        string source = $"SquashFS of {origin}";
        var links = new Dictionary<MetadataReference, Entry>();
        var builder = new FileTreeBuilder();
        foreach (SquashFsEntry entry in ReadEntries())
        {
            Entry converted = Convert(entry, origin);
            if (entry.Links > 1 && entry.Kind != EntryKind.Directory)
            {
                converted = links.TryGetValue(entry.Inode, out Entry? first)
                    ? first with { Path = entry.Path }
                    : links[entry.Inode] = converted with { LinkGroup = new LinkGroup(source, links.Count) };
            }
            builder.Add(converted);
        }
        return builder.Build();
    }

    private Entry Convert(SquashFsEntry entry, Origin origin) => new()
    {
        Path = entry.Path,
        Kind = entry.Kind,
        Mode = entry.Mode,
        Uid = entry.Uid,
        Gid = entry.Gid,
        ModificationTime = entry.ModificationTime,
        Attributes = entry.Attributes,
        LinkTarget = entry.LinkTarget,
        Device = entry.Device,
        Content = entry.Size == 0 ? Content.Empty : new DelegatedContent(entry.Size, null, () => OpenFile(entry)),
        Origin = origin,
    };

    private SquashFsEntry Resolve(SquashFsEntry folder, DirectoryReference name)
    {
        int length = folder.Path.Length + (folder.Path.IsRoot ? 0 : 1) + name.Name.Length;
        if (length > UnixPath.MaxLength)
        {
            throw SquashFsFormat.Damaged($"a path of {length} bytes");
        }
        SquashFsEntry entry = _inodes.Read(folder.Path / UnixPath.Parse(name.Name), name.Inode);
        return InodeTypes.Of(entry.Kind) == name.Type && entry.InodeNumber == name.InodeNumber
            ? entry
            : throw SquashFsFormat.Damaged($"{entry.Path} is not what its directory says");
    }

    private static List<Range> SplitPath(UnixPath path)
    {
        var ranges = new List<Range>();
        foreach (Range range in path.Bytes.Split((byte)'/'))
        {
            ranges.Add(range);
        }
        return ranges;
    }
}
