using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Segments;
using System.Buffers.Binary;

namespace Avocado.Formats.SquashFs.Based;

/// <summary>What a base image has and where: read anew for every image that is written, but for the digests.</summary>
internal sealed class BaseContents
{
    /// <summary>Fragments of the smallest size would hold 64 GiB.</summary>
    private const uint MaxFragments = 1 << 24;

    private const int CopySize = 1 << 16;

    private readonly SquashFsReader _reader;
    private readonly Dictionary<Sha256Digest, BaseFile> _files = [];
    private readonly Dictionary<UnixPath, SquashFsEntry> _entries = [];

    private BaseContents(SquashFsReader reader)
    {
        _reader = reader;
        Fragments = new FragmentEntry[reader.Header.FragmentCount];
        FragmentLengths = new int[Fragments.Length];
    }

    /// <summary>The fragments of the base.</summary>
    public FragmentEntry[] Fragments { get; }

    /// <summary>How many bytes files have in each, unpacked.</summary>
    public int[] FragmentLengths { get; }

    /// <summary>Where its data ends and its tables start.</summary>
    public long TablesStart => (long)_reader.Header.InodeTable;

    /// <summary>The owners and groups of its inodes.</summary>
    public ReadOnlySpan<uint> Ids => _reader.Tables.Ids;

    /// <summary>Reads a base.</summary>
    /// <exception cref="AvocadoException">AVO0201: it is damaged. AVO0204: it is encoded otherwise.</exception>
    public static BaseContents Read(BaseFileSystem source, SquashFsOptions options, CancellationToken cancellation)
    {
        SquashFsHeader header = source.Reader.Header;
        string codec = CompressorOptions.NameOf(header.Compressor);
        if (codec != options.Codec.Name || header.BlockSize != options.BlockSize)
        {
            throw Codes.BaseDiffers.Error(
                $"{codec} in blocks of {header.BlockSize} bytes",
                $"{options.Codec.Name} in blocks of {options.BlockSize}");
        }
        if (header.FragmentCount > MaxFragments)
        {
            throw SquashFsFormat.Damaged($"it claims {header.FragmentCount} fragments");
        }
        var contents = new BaseContents(source.Reader);
        contents.ReadFragments();
        foreach (SquashFsEntry entry in source.Reader.ReadEntries())
        {
            cancellation.ThrowIfCancellationRequested();
            contents.Add(entry, source.Digests.Find(entry.InodeNumber));
        }
        return contents;
    }

    /// <summary>A file of these bytes.</summary>
    public BaseFile? Find(Sha256Digest content) => _files.GetValueOrDefault(content);

    /// <summary>What is at a path.</summary>
    public SquashFsEntry? Find(UnixPath path) => _entries.GetValueOrDefault(path);

    /// <summary>All paths.</summary>
    public IReadOnlyCollection<SquashFsEntry> Entries => _entries.Values;

    /// <summary>The inode table.</summary>
    public BaseTable? ReadInodes() => BaseTable.TryRead(_reader, _reader.Tables.Inodes);

    /// <summary>The directory table.</summary>
    public BaseTable? ReadListings() => BaseTable.TryRead(_reader, _reader.Tables.Directories);

    /// <summary>A table whose entries are found by number.</summary>
    public BaseTable? ReadLookupTable(LookupTableName name)
    {
        LookupTable? table = name == LookupTableName.Fragments ? _reader.Tables.Fragments : _reader.Tables.Export;
        return table is null ? null : BaseTable.TryRead(_reader, table.Region);
    }

    /// <summary>A fragment's bytes, unpacked, as a copy.</summary>
    public byte[] ReadFragment(FragmentEntry fragment) => _reader.Blocks.ReadFragment(fragment).ToArray();

    /// <summary>Copies stored bytes.</summary>
    public void CopyTo(ByteRange extent, Action<ReadOnlySpan<byte>> write)
    {
        var buffer = new byte[Math.Min(extent.Length, CopySize)];
        for (long at = extent.Start; at < extent.End;)
        {
            Span<byte> piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, extent.End - at));
            _reader.Image.Read(at, piece);
            write(piece);
            at += piece.Length;
        }
    }

    private void ReadFragments()
    {
        Span<byte> entry = stackalloc byte[FragmentEntry.Size];
        for (int i = 0; i < Fragments.Length; i++)
        {
            _reader.Tables.Fragments!.Read((uint)i, entry);
            Fragments[i] = FragmentEntry.Read(entry);
        }
    }

    private void Add(SquashFsEntry entry, Sha256Digest? digest)
    {
        _entries.TryAdd(entry.Path, entry);
        if (entry.Kind != EntryKind.File || entry.Size == 0)
        {
            return;
        }
        var file = new BaseFile(entry.File, ReadSizes(entry));
        if (file.HasFragment)
        {
            ref int used = ref FragmentLengths[file.Body.Fragment];
            used = Math.Max(used, (int)file.Body.FragmentOffset + file.TailLength(_reader.Header.BlockSize));
        }
        if (digest is { } content)
        {
            _files.TryAdd(content, file);
        }
    }

    private StoredSize[] ReadSizes(SquashFsEntry entry)
    {
        var sizes = new StoredSize[(int)entry.File.CountBlocks(_reader.Header.BlockSize)];
        MetadataReference at = entry.Blocks;
        Span<byte> word = stackalloc byte[sizeof(uint)];
        for (int i = 0; i < sizes.Length; i++)
        {
            _reader.Metadata.Read(_reader.Tables.Inodes, ref at, word);
            sizes[i] = new StoredSize(BinaryPrimitives.ReadUInt32LittleEndian(word));
        }
        return sizes;
    }
}
