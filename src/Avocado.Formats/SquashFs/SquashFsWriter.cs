using System.Collections.Frozen;
using Avocado.Files;
using Avocado.Formats.Compression;
using Avocado.Formats.Segments;
using Avocado.Formats.SquashFs.Reuse;

namespace Avocado.Formats.SquashFs;

/// <summary>
/// Writes a tree as a SquashFS 4.0 image. The bytes depend on the tree and the options (but for
/// <see cref="SquashFsOptions.Threads"/>) alone. Data lies in the order of the tree, then the tables in the order
/// the kernel asks for: inodes, directories, fragments, export, ids, extended attributes.
/// </summary>
public sealed class SquashFsWriter
{
    private readonly SquashFsOptions _options;
    private readonly InodePlan _inodes;
    private readonly DataPlan _data;
    private readonly StreamOutput _output;
    private readonly IBlockEncoder _encoder;
    private readonly List<FragmentEntry> _fragments = [];
    private readonly Dictionary<BlockKey, BlockPlace> _blocks = [];
    private long _encodedBytes;

    private SquashFsWriter(SquashFsOptions options, InodePlan inodes, DataPlan data, StreamOutput output)
    {
        _options = options;
        _inodes = inodes;
        _data = data;
        _output = output;
        _encoder = options.Codec.CreateEncoder();
    }

    /// <summary>Writes <paramref name="tree"/> at the stream's position and leaves the position at its end.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="output">
    /// Can seek: the superblock is written last, so what an error or a cancellation leaves is no image.
    /// </param>
    /// <param name="options">How the image is written.</param>
    /// <param name="progress">Told of every block, on the calling thread.</param>
    /// <param name="cancellation">Ends the work between two blocks.</param>
    /// <exception cref="Avocado.Files.Diagnostics.AvocadoException">
    /// AVO0104: a file cannot be read as it was. AVO0202: SquashFS does not know the codec. AVO0203: the tree has
    /// what SquashFS cannot hold.
    /// </exception>
    public static SquashFsResult Write(
        FileTree tree, Stream output, SquashFsOptions options, IProgress<SquashFsProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(options);
        if (!output.CanSeek)
        {
            throw new ArgumentException("the superblock is written last; use a stream that can seek", nameof(output));
        }
        byte[] compressorOptions = CompressorOptions.For(options.Codec);
        InodePlan inodes = InodePlan.Of(tree);
        DataPlan data = DataPlan.Of(inodes, options, cancellation);
        long start = output.Position;
        var writer = new SquashFsWriter(options, inodes, data, new StreamOutput(output));
        SquashFsHeader header = writer.WriteImage(compressorOptions, progress, cancellation);

        long end = output.Position;
        Span<byte> superblock = stackalloc byte[SquashFsHeader.Size];
        header.Write(superblock);
        output.Position = start;
        output.Write(superblock);
        output.Position = end;
        output.Flush();
        return writer.Describe((long)header.BytesUsed, end - start);
    }

    private SquashFsHeader WriteImage(
        byte[] compressorOptions, IProgress<SquashFsProgress>? progress, CancellationToken cancellation)
    {
        _output.Write(new byte[SquashFsHeader.Size]);
        WriteCompressorOptions(compressorOptions);
        WriteData(progress, cancellation);
        SquashFsHeader header = WriteTables(compressorOptions.Length > 0, cancellation);
        int tail = (int)(_output.Position % SquashFsFormat.Padding);
        _output.Write(new byte[tail == 0 ? 0 : SquashFsFormat.Padding - tail]);
        return header;
    }

    /// <summary>The options are one metadata block that is never compressed.</summary>
    private void WriteCompressorOptions(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            Span<byte> header = stackalloc byte[SquashFsFormat.MetadataHeaderSize];
            new FieldWriter(header).U16((ushort)(bytes.Length | SquashFsFormat.MetadataRaw));
            _output.Write(header);
            _output.Write(bytes);
        }
    }

    private void WriteData(IProgress<SquashFsProgress>? progress, CancellationToken cancellation)
    {
        using var pipeline = new BlockPipeline(_data, _options);
        pipeline.Run(slot =>
        {
            Store(slot);
            progress?.Report(new SquashFsProgress(slot.Done, _data.ContentBytes));
        }, cancellation);
        progress?.Report(new SquashFsProgress(_data.ContentBytes, _data.ContentBytes));
    }

    private void Store(BlockSlot slot)
    {
        long position = _output.Position;
        _output.Write(slot.StoredBytes);
        _encodedBytes += slot.IsTakenOver ? 0 : slot.Length;
        if (_options.IndexBlocks && slot.Key is { } key)
        {
            _blocks[key] = new BlockPlace(position, slot.Stored.Word, slot.Check);
        }
        if (slot.File is not { } file)
        {
            _fragments.Add(new FragmentEntry((ulong)position, slot.Stored));
            return;
        }
        file.Blocks.Add(slot.Block, position, slot.Length, slot.Stored);
    }

    private SquashFsHeader WriteTables(bool hasCompressorOptions, CancellationToken cancellation)
    {
        long inodeStart = _output.Position;
        using var listings = new MemoryStream();
        var inodeBlocks = new MetadataWriter(_output, _encoder);
        var inodes = new InodeTableWriter(inodeBlocks, _options);
        WriteInodes(inodes, inodeBlocks, listings, cancellation);
        long directoryStart = _output.Position;
        _output.Write(listings.GetBuffer().AsSpan(0, (int)listings.Length));
        ulong fragmentTable = WriteFragmentTable();
        ulong exportTable = WriteExportTable();
        var ids = new LookupTableWriter(_output, _encoder);
        inodes.Ids.Ids.ForEach(ids.Add);
        ulong idTable = ids.Complete();
        bool noAttributes = inodes.Attributes.IsEmpty;
        ulong attributeTable = noAttributes ? SquashFsFormat.NoTable : inodes.Attributes.Write(_output, _encoder);
        return new SquashFsHeader
        {
            InodeCount = (uint)_inodes.Count,
            ModificationTime = InodeTableWriter.ToTime(_options.SourceDate),
            BlockSize = _options.BlockSize,
            FragmentCount = (uint)_fragments.Count,
            Compressor = CompressorOptions.IdOf(_options.Codec),
            Flags = Flags(noAttributes, hasCompressorOptions),
            IdCount = (ushort)inodes.Ids.Ids.Count,
            RootInode = _inodes.Root.Reference.Packed,
            BytesUsed = (ulong)_output.Position,
            IdTable = idTable,
            AttributeTable = attributeTable,
            InodeTable = (ulong)inodeStart,
            DirectoryTable = (ulong)directoryStart,
            FragmentTable = fragmentTable,
            ExportTable = exportTable,
        };
    }

    /// <summary>Inodes go to the image; listings, whose table follows, are kept aside compressed.</summary>
    private void WriteInodes(
        InodeTableWriter inodes, MetadataWriter blocks, MemoryStream listings, CancellationToken cancellation)
    {
        var listingBlocks = new MetadataWriter(new StreamOutput(listings), _encoder);
        var directories = new DirectoryTableWriter(listingBlocks);
        uint written = 0;
        for (int i = _inodes.Directories.Count - 1; i >= 0; i--)
        {
            cancellation.ThrowIfCancellationRequested();
            DirectoryNode directory = _inodes.Directories[i];
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
        inodes.Write(_inodes.Root);
        blocks.Flush();
        listingBlocks.Flush();
    }

    private ulong WriteFragmentTable()
    {
        if (_fragments.Count == 0)
        {
            return SquashFsFormat.NoTable;
        }
        var table = new LookupTableWriter(_output, _encoder);
        Span<byte> bytes = stackalloc byte[FragmentEntry.Size];
        foreach (FragmentEntry fragment in _fragments)
        {
            fragment.Write(bytes);
            table.Add(bytes);
        }
        return table.Complete();
    }

    /// <summary>Where each inode is, by number: for NFS and for whoever looks inodes up.</summary>
    private ulong WriteExportTable()
    {
        var references = new ulong[_inodes.Count];
        foreach (DirectoryName name in _inodes.Directories.SelectMany(d => d.Names))
        {
            references[name.Inode.Number - 1] = name.Inode.Reference.Packed;
        }
        references[_inodes.Root.Number - 1] = _inodes.Root.Reference.Packed;
        var table = new LookupTableWriter(_output, _encoder);
        Array.ForEach(references, table.Add);
        return table.Complete();
    }

    private SquashFsFlags Flags(bool noAttributes, bool hasCompressorOptions) =>
        SquashFsFlags.Deduplicated | SquashFsFlags.Exportable
        | (_options.Fragments ? SquashFsFlags.None : SquashFsFlags.NoFragments)
        | (_options.Fragments && _options.TailPacking ? SquashFsFlags.AlwaysFragments : SquashFsFlags.None)
        | (noAttributes ? SquashFsFlags.NoAttributes : SquashFsFlags.None)
        | (hasCompressorOptions ? SquashFsFlags.CompressorOptions : SquashFsFlags.None);

    private SquashFsResult Describe(long bytesUsed, long length) => new()
    {
        BytesUsed = bytesUsed,
        Length = length,
        InodeCount = _inodes.Count,
        UncompressedBytes = _data.ContentBytes,
        EncodedBytes = _encodedBytes,
        Files = [.. _inodes.Files.Select(ExtentOf)],
        Fragments = [.. _fragments.Select(f => new SquashFsFragment((long)f.Start, f.Stored.Length))],
        Blocks = !_options.IndexBlocks ? null : new BlockIndex(
            BlockIndex.EncodingOf(_options.Codec, _options.BlockSize), length, _blocks.ToFrozenDictionary()),
    };

    private static SquashFsExtent ExtentOf(DirectoryName name)
    {
        StoredFile? file = name.Inode.File;
        int fragment = file is null or { Fragment: SquashFsFormat.None } ? -1 : (int)file.Fragment;
        return new SquashFsExtent(
            name.Entry.Path, file?.Blocks.Start ?? 0, file?.Blocks.StoredLength ?? 0, fragment, file?.FragmentOffset ?? 0);
    }
}
