using System.Buffers.Binary;
using Avocado.Formats.Segments;
using Avocado.Formats.SquashFs.Reuse;

namespace Avocado.Formats.SquashFs.Based;

/// <summary>
/// The layout that follows from the tree and an earlier image: what that has stays in its place, new data goes to the
/// first hole that takes it or behind, and tables change only where what they tell did. Holes are zeros: nothing of a
/// file that is gone is left.
/// </summary>
internal sealed class BasedImageWriter(
    SquashFsOptions options, InodePlan inodes, BaseFileSystem earlier, StreamOutput output)
    : ImageWriter(options, inodes, output)
{
    /// <summary>When tables would leave a larger part of the image free before them, they move.</summary>
    private const int MaxGapPart = 16;

    private readonly List<InodeNode> _files = inodes.FilesWithBytes();
    private readonly List<SpooledRun> _runs = [];
    private BaseContents? _base;
    private long _keptBytes;

    /// <inheritdoc/>
    protected override long KeptBytes => _keptBytes;

    /// <inheritdoc/>
    protected override long ContentBytes => _files.Sum(file => file.Entry.Content.Size);

    private BaseContents Base => _base ?? throw new InvalidOperationException("data comes before tables");

    /// <inheritdoc/>
    protected override void WriteData(IProgress<SquashFsProgress>? progress, CancellationToken cancellation)
    {
        _base = BaseContents.Read(earlier, Options, cancellation);
        var kept = KeptData.Of(_files, Base, Options, Output.Position, cancellation);
        _keptBytes = kept.Extents.Sum(extent => extent.Length);
        using FileStream spool = CreateSpool();
        List<(BlockKey Key, BlockPlace Place, int Run)> known = Encode(kept, spool, progress, cancellation);
        FreeSpace space = FreeSpace.Between(Output.Position, kept.Extents);
        foreach (SpooledRun run in _runs.Where(run => run.Length > 0))
        {
            run.Position = space.Take(run.Length);
            run.File?.Blocks.MoveTo(run.Position);
        }
        NumberFragments(kept);
        foreach ((BlockKey key, BlockPlace place, int run) in known)
        {
            Index(key, place with { Position = place.Position - _runs[run].Start + _runs[run].Position });
        }
        WriteInOrder(kept.Extents, spool);
        PadTo(TablesAfter(Output.Position));
    }

    /// <inheritdoc/>
    protected override long WriteInodes(IdTable ids, AttributeTable attributes, CancellationToken cancellation)
    {
        // What would be half empty, or cannot be padded, is written anew.
        if (Inodes.Count * 2L < Base.Entries.Count || Options.Codec.CreatePaddedEncoder() is null
            || Base.ReadInodes() is not { } inodeTable || Base.ReadListings() is not { } listingTable)
        {
            return WriteInodesInOrder(ids, attributes, cancellation);
        }
        return new BasedTables(Inodes, Base, inodeTable, listingTable, Options, ids, attributes)
            .Write(Output, cancellation);
    }

    /// <inheritdoc/>
    protected override ulong WriteLookupTable(LookupTableName name, ReadOnlySpan<byte> entries)
    {
        if (Options.Codec.CreatePaddedEncoder() is not { } encoder || Base.ReadLookupTable(name) is not { } table)
        {
            return base.WriteLookupTable(name, entries);
        }
        var placed = new PlacedTable(table, encoder);
        placed.Fill(entries);
        placed.TryEncode();
        long start = Output.Position;
        placed.WriteTo(Output);
        long list = Output.Position;
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        foreach (long position in placed.Starts)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, start + position);
            Output.Write(bytes);
        }
        return (ulong)list;
    }

    private FileStream CreateSpool() => new(
        Path.Combine(Options.TemporaryFolder, Path.GetRandomFileName()), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose,
        });

    /// <summary>Compresses what is new, in order.</summary>
    /// <returns>Where later images find blocks of known content: in the spool, and of which run they are.</returns>
    private List<(BlockKey Key, BlockPlace Place, int Run)> Encode(
        KeptData kept, FileStream spool, IProgress<SquashFsProgress>? progress, CancellationToken cancellation)
    {
        var known = new List<(BlockKey Key, BlockPlace Place, int Run)>();
        DataPlan plan = DataPlan.Of(kept.New, Options, cancellation);
        using var pipeline = new BlockPipeline(plan, Options);
        pipeline.Run(slot =>
        {
            long position = spool.Position;
            spool.Write(slot.StoredBytes);
            Count(slot);
            if (slot.File is null || slot.Block == 0)
            {
                _runs.Add(new SpooledRun(position, slot.File, slot.Stored));
            }
            slot.File?.Blocks.Add(slot.Block, position, slot.Length, slot.Stored);
            _runs[^1].Length += slot.Stored.Length;
            if (slot.Key is { } key)
            {
                known.Add((key, new BlockPlace(position, slot.Stored.Word, slot.Check), _runs.Count - 1));
            }
            progress?.Report(new SquashFsProgress(slot.Done, plan.ContentBytes));
        }, cancellation);
        progress?.Report(new SquashFsProgress(plan.ContentBytes, plan.ContentBytes));
        return known;
    }

    /// <summary>Fragments that stay keep their numbers; new ones get those that are free, then further ones.</summary>
    private void NumberFragments(KeptData kept)
    {
        for (int i = 0; i < kept.Fragments.Length; i++)
        {
            Fragments.Add(kept.Fragments[i] ? Base.Fragments[i] : default);
        }
        var numbers = new List<uint>();
        int next = 0;
        foreach (SpooledRun run in _runs.Where(run => run.File is null))
        {
            while (next < kept.Fragments.Length && kept.Fragments[next])
            {
                next++;
            }
            if (next == Fragments.Count)
            {
                Fragments.Add(default);
            }
            Fragments[next] = new FragmentEntry((ulong)run.Position, run.Size);
            numbers.Add((uint)next++);
        }
        int used = Fragments.FindLastIndex(fragment => fragment != default) + 1;
        Fragments.RemoveRange(used, Fragments.Count - used);
        foreach (StoredFile file in kept.New.Select(node => node.File!).Distinct())
        {
            file.Fragment = file.Fragment == SquashFsFormat.None ? file.Fragment : numbers[(int)file.Fragment];
        }
    }

    private void WriteInOrder(List<Extent> kept, FileStream spool)
    {
        var buffer = new byte[1 << 20];
        IEnumerable<(Extent Place, SpooledRun? Run)> all = kept.Select(extent => (extent, (SpooledRun?)null))
            .Concat(_runs.Where(run => run.Length > 0).Select(run => (new Extent(run.Position, run.Length), (SpooledRun?)run)))
            .OrderBy(piece => piece.Item1.Start);
        foreach ((Extent place, SpooledRun? run) in all)
        {
            PadTo(place.Start);
            if (run is null)
            {
                Base.CopyTo(place, Output.Write);
                continue;
            }
            spool.Position = run.Start;
            for (long left = run.Length; left > 0;)
            {
                Span<byte> piece = buffer.AsSpan(0, (int)Math.Min(left, buffer.Length));
                spool.ReadExactly(piece);
                Output.Write(piece);
                left -= piece.Length;
            }
        }
    }

    /// <summary>
    /// Where the tables start: where the base's do, or so that they share blocks of 4 KiB with the base's anyway.
    /// </summary>
    private long TablesAfter(long dataEnd) =>
        dataEnd <= Base.TablesStart && Base.TablesStart - dataEnd <= Base.TablesStart / MaxGapPart
            ? Base.TablesStart
            : AlikeAfter(dataEnd, Base.TablesStart);

    private static long AlikeAfter(long position, long alike)
    {
        long shift = (alike - position) % SquashFsFormat.Padding;
        return position + (shift < 0 ? shift + SquashFsFormat.Padding : shift);
    }

    private void PadTo(long position)
    {
        ReadOnlySpan<byte> zeros = stackalloc byte[SquashFsFormat.Padding];
        while (Output.Position < position)
        {
            Output.Write(zeros[..(int)Math.Min(zeros.Length, position - Output.Position)]);
        }
    }
}
