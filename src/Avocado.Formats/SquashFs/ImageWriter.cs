using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Avocado.Formats.Compression;
using Avocado.Formats.Segments;
using Avocado.Formats.SquashFs.Reuse;

namespace Avocado.Formats.SquashFs;

/// <summary>
/// Superblock, compressor options, data, then the tables in the order the kernel asks for: inodes, directories,
/// fragments, export, ids, extended attributes. Where data, inodes and listings lie is the layout's matter.
/// </summary>
internal abstract class ImageWriter(SquashFsOptions options, InodePlan inodes, StreamOutput output)
{
    private readonly Dictionary<BlockKey, BlockPlace> _blocks = [];
    private long _encodedBytes;

    protected SquashFsOptions Options { get; } = options;

    protected InodePlan Inodes { get; } = inodes;

    protected StreamOutput Output { get; } = output;

    protected IBlockEncoder Encoder { get; } = options.Codec.CreateEncoder();

    /// <summary>The fragment table.</summary>
    protected List<FragmentEntry> Fragments { get; } = [];

    /// <summary>Data that lies where the base has it, in order.</summary>
    protected virtual IReadOnlyList<ByteRange> Kept => [];

    /// <summary>Bytes of all files, hard links once.</summary>
    protected abstract long ContentBytes { get; }

    /// <summary>Writes everything behind a place for the superblock, which is returned.</summary>
    public SquashFsHeader Write(
        byte[] compressorOptions, IProgress<SquashFsProgress>? progress, CancellationToken cancellation)
    {
        Output.Write(new byte[SquashFsHeader.Size]);
        WriteCompressorOptions(compressorOptions);
        WriteData(progress, cancellation);
        SquashFsHeader header = WriteTables(compressorOptions.Length > 0, cancellation);
        int tail = (int)(Output.Position % SquashFsFormat.Padding);
        Output.Write(new byte[tail == 0 ? 0 : SquashFsFormat.Padding - tail]);
        return header;
    }

    /// <summary>What was written.</summary>
    public SquashFsResult Describe(long bytesUsed, long length) => new()
    {
        BytesUsed = bytesUsed,
        Length = length,
        InodeCount = Inodes.Count,
        UncompressedBytes = ContentBytes,
        EncodedBytes = _encodedBytes,
        Kept = Kept,
        Files = ExtentsOf(Inodes.Files),
        Fragments = [.. Fragments.Select(f => new SquashFsFragment((long)f.Start, f.Stored.Length))],
        Blocks = !Options.IndexBlocks ? null : new BlockIndex(
            Options.Encoding, length, _blocks),
    };

    /// <summary>Writes all blocks of files and all fragments.</summary>
    protected abstract void WriteData(IProgress<SquashFsProgress>? progress, CancellationToken cancellation);

    /// <summary>Writes the inodes and, behind them, the listings.</summary>
    /// <param name="ids">The owners and groups of the inodes.</param>
    /// <param name="attributes">The attribute sets of the inodes.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>Where the listings start.</returns>
    protected abstract long WriteInodes(IdTable ids, AttributeTable attributes, CancellationToken cancellation);

    /// <summary>
    /// Writes them one behind the other. Inodes go to the image; listings, whose table follows, are kept aside
    /// compressed.
    /// </summary>
    /// <inheritdoc cref="WriteInodes"/>
    protected long WriteInodesInOrder(IdTable ids, AttributeTable attributes, CancellationToken cancellation)
    {
        using var listings = new MemoryStream();
        var listingBlocks = new MetadataWriter(new StreamOutput(listings), Encoder);
        var directories = new DirectoryTableWriter(listingBlocks);
        var inodeBlocks = new MetadataWriter(Output, Encoder);
        var inodes = new InodeTableWriter(inodeBlocks, Options, ids, attributes);
        uint written = 0;
        for (int i = Inodes.Directories.Count - 1; i >= 0; i--)
        {
            cancellation.ThrowIfCancellationRequested();
            DirectoryNode directory = Inodes.Directories[i];
            foreach (DirectoryName name in directory.Names)
            {
                // A further name of a file that was written already has a lower number.
                if (name.Inode.Number > written)
                {
                    inodes.Write(name.Inode);
                    written = name.Inode.Number;
                }
            }
            directory.Listing = directories.Write(directory);
        }
        inodes.Write(Inodes.Root);
        inodeBlocks.Flush();
        listingBlocks.Flush();
        long start = Output.Position;
        Output.Write(listings.GetBuffer().AsSpan(0, (int)listings.Length));
        return start;
    }

    /// <summary>Writes entries of one size, which are found by number, and the list of their blocks.</summary>
    /// <param name="name">Which table it is.</param>
    /// <param name="entries">The entries, one behind the other.</param>
    /// <returns>Where the list starts: what the superblock points at.</returns>
    protected virtual ulong WriteLookupTable(LookupTableName name, ReadOnlySpan<byte> entries)
    {
        var table = new LookupTableWriter(Output, Encoder);
        table.Add(entries);
        return table.Complete();
    }

    /// <summary>Writes zeros up to a position.</summary>
    protected void PadTo(long position)
    {
        ReadOnlySpan<byte> zeros = stackalloc byte[SquashFsFormat.Padding];
        while (Output.Position < position)
        {
            Output.Write(zeros[..(int)Math.Min(zeros.Length, position - Output.Position)]);
        }
    }

    /// <summary>Counts what had to be compressed.</summary>
    protected void Count(BlockSlot slot) => _encodedBytes += slot.IsTakenOver ? 0 : slot.Length;

    /// <summary>Notes where a block lies, for a later image to take over.</summary>
    protected void Index(BlockKey key, BlockPlace place)
    {
        if (Options.IndexBlocks)
        {
            _blocks[key] = place;
        }
    }

    /// <summary>The options are one metadata block that is never compressed.</summary>
    private void WriteCompressorOptions(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            Span<byte> header = stackalloc byte[SquashFsFormat.MetadataHeaderSize];
            new FieldWriter(header).U16((ushort)(bytes.Length | SquashFsFormat.MetadataRaw));
            Output.Write(header);
            Output.Write(bytes);
        }
    }

    private SquashFsHeader WriteTables(bool hasCompressorOptions, CancellationToken cancellation)
    {
        var ids = new IdTable();
        var attributes = new AttributeTable();
        long inodeStart = Output.Position;
        long directoryStart = WriteInodes(ids, attributes, cancellation);
        ulong fragmentTable = WriteFragmentTable();
        ulong exportTable = WriteExportTable();
        var idTable = new LookupTableWriter(Output, Encoder);
        ids.Ids.ForEach(idTable.Add);
        ulong idStart = idTable.Complete();
        ulong attributeTable =
            attributes.IsEmpty ? SquashFsFormat.NoTable : attributes.Write(Output, Encoder);
        return new SquashFsHeader
        {
            InodeCount = (uint)Inodes.Count,
            ModificationTime = InodeTableWriter.ToTime(Options.SourceDate),
            BlockSize = Options.BlockSize,
            FragmentCount = (uint)Fragments.Count,
            Compressor = CompressorOptions.IdOf(Options.Codec),
            Flags = Flags(attributes.IsEmpty, hasCompressorOptions),
            IdCount = (ushort)ids.Ids.Count,
            RootInode = Inodes.Root.Reference.Packed,
            BytesUsed = (ulong)Output.Position,
            IdTable = idStart,
            AttributeTable = attributeTable,
            InodeTable = (ulong)inodeStart,
            DirectoryTable = (ulong)directoryStart,
            FragmentTable = fragmentTable,
            ExportTable = exportTable,
        };
    }

    private ulong WriteFragmentTable()
    {
        if (Fragments.Count == 0)
        {
            return SquashFsFormat.NoTable;
        }
        var entries = new byte[Fragments.Count * FragmentEntry.Size];
        for (int i = 0; i < Fragments.Count; i++)
        {
            Fragments[i].Write(entries.AsSpan(i * FragmentEntry.Size));
        }
        return WriteLookupTable(LookupTableName.Fragments, entries);
    }

    /// <summary>Where each inode is, by number: for NFS and for whoever looks inodes up.</summary>
    private ulong WriteExportTable()
    {
        var references = new byte[Inodes.Count * sizeof(ulong)];
        foreach (DirectoryNode directory in Inodes.Directories)
        {
            foreach (DirectoryName name in directory.Names)
            {
                Set(name.Inode);
            }
        }
        Set(Inodes.Root);
        return WriteLookupTable(LookupTableName.Export, references);

        void Set(InodeNode node) => BinaryPrimitives.WriteUInt64LittleEndian(
            references.AsSpan((int)(node.Number - 1) * sizeof(ulong)), node.Reference.Packed);
    }

    private SquashFsFlags Flags(bool noAttributes, bool hasCompressorOptions) =>
        SquashFsFlags.Deduplicated | SquashFsFlags.Exportable
        | (Options.Fragments ? SquashFsFlags.None : SquashFsFlags.NoFragments)
        | (Options.Fragments && Options.TailPacking ? SquashFsFlags.AlwaysFragments : SquashFsFlags.None)
        | (noAttributes ? SquashFsFlags.NoAttributes : SquashFsFlags.None)
        | (hasCompressorOptions ? SquashFsFlags.CompressorOptions : SquashFsFlags.None);

    private static ImmutableArray<SquashFsExtent> ExtentsOf(List<DirectoryName> files)
    {
        var extents = new SquashFsExtent[files.Count];
        for (int i = 0; i < extents.Length; i++)
        {
            extents[i] = ExtentOf(files[i]);
        }
        return ImmutableCollectionsMarshal.AsImmutableArray(extents);
    }

    private static SquashFsExtent ExtentOf(DirectoryName name)
    {
        StoredFile? file = name.Inode.File;
        int fragment = file is null or { Fragment: SquashFsFormat.None } ? -1 : (int)file.Fragment;
        return new SquashFsExtent(
            name.Entry.Path, file?.Blocks.Start ?? 0, file?.Blocks.StoredLength ?? 0, fragment, file?.FragmentOffset ?? 0);
    }
}
