using System.Buffers.Binary;
using Avocado.Formats.Compression;
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

    /// <summary>Null for a compressor that has nothing to pad with: what such tables tell is written anew.</summary>
    private readonly IPaddedEncoder? _paddedEncoder = options.Codec.CreatePaddedEncoder();
    private BaseContents? _base;
    private int _inPlace;
    private List<ByteRange> _kept = [];

    /// <inheritdoc/>
    protected override IReadOnlyList<ByteRange> Kept => _kept;

    /// <inheritdoc/>
    protected override long ContentBytes => _files.Sum(file => file.Entry.Content.Size);

    private BaseContents Base => _base ?? throw new InvalidOperationException("data comes before tables");

    /// <inheritdoc/>
    protected override void WriteData(IProgress<SquashFsProgress>? progress, CancellationToken cancellation)
    {
        _base = BaseContents.Read(earlier, Options, cancellation);
        var kept = KeptData.Of(_files, Base, Options, Output.Position, cancellation);
        _kept = kept.Extents;
        using FileStream spool = CreateSpool();
        CleanFragments(kept, spool);
        List<(BlockKey Key, BlockPlace Place, int Run)> known = Encode(kept, spool, progress, cancellation);
        FreeSpace space = FreeSpace.Between(Output.Position, kept.Extents);
        foreach (SpooledRun run in _runs.Where(run => run.Length > 0))
        {
            // At its old place the start of a file is what it was, as far as it did not change.
            run.Position = space.Take(run.Length, run.File is null ? 1 : Options.FileAlignment, run.EarlierPosition);
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
        if (Inodes.Count * 2L < Base.Entries.Count || _paddedEncoder is null
            || Base.ReadInodes() is not { } inodeTable || Base.ReadListings() is not { } listingTable)
        {
            return WriteInodesInOrder(ids, attributes, cancellation);
        }
        return new BasedTables(Inodes, Base, inodeTable, listingTable, _paddedEncoder, Options, ids, attributes)
            .Write(Output, cancellation);
    }

    /// <inheritdoc/>
    protected override ulong WriteLookupTable(LookupTableName name, ReadOnlySpan<byte> entries)
    {
        if (_paddedEncoder is null || Base.ReadLookupTable(name) is not { } table)
        {
            return base.WriteLookupTable(name, entries);
        }
        var placed = new PlacedTable(table, _paddedEncoder);
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

    /// <summary>Stores fragments that stay again, with zeros for the files of them that are gone.</summary>
    private void CleanFragments(KeptData kept, FileStream spool)
    {
        var stored = new byte[Options.BlockSize];
        foreach ((int number, List<ByteRange> gone) in
            kept.Gone.Where(fragment => kept.Fragments[fragment.Key]).OrderBy(fragment => fragment.Key))
        {
            FragmentEntry earlier = Base.Fragments[number];
            byte[] bytes = Base.ReadFragment(earlier);
            if (gone[^1].End > bytes.Length)
            {
                throw SquashFsFormat.Damaged($"fragment {number} has {bytes.Length} bytes, fewer than its files");
            }
            foreach (ByteRange range in gone)
            {
                bytes.AsSpan((int)range.Start, (int)range.Length).Clear();
            }
            // What was stored as it is stays so: then the rest of it does not change.
            bool isRaw = earlier.Stored.IsRaw || bytes.Length < 2;
            int length = isRaw ? 0 : Encoder.Encode(bytes, stored.AsSpan(0, bytes.Length - 1));
            StoredSize size = length == 0 ? StoredSize.Raw(bytes.Length) : StoredSize.Compressed(length);
            _runs.Add(new SpooledRun(spool.Position, null, size)
            {
                Fragment = number,
                EarlierPosition = (long)earlier.Start,
                Length = size.Length,
            });
            spool.Write(length == 0 ? bytes : stored.AsSpan(0, length));
        }
    }

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
                _runs.Add(new SpooledRun(position, slot.File, slot.Stored)
                {
                    EarlierPosition = slot.File is { } file ? Base.Find(file.Path)?.DataStart : null,
                });
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
            if (run.Fragment is { } number)
            {
                Fragments[number] = new FragmentEntry((ulong)run.Position, run.Size);
                continue;
            }
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

    private void WriteInOrder(List<ByteRange> kept, FileStream spool)
    {
        var buffer = new byte[1 << 16];
        IEnumerable<(ByteRange Place, SpooledRun? Run)> all = kept.Select(extent => (extent, (SpooledRun?)null))
            .Concat(_runs.Where(run => run.Length > 0)
                .Select(run => (new ByteRange(run.Position, run.Length), (SpooledRun?)run)))
            .OrderBy(piece => piece.Item1.Start);
        foreach ((ByteRange place, SpooledRun? run) in all)
        {
            PadTo(place.Start);
            if (run is null)
            {
                Keep(place);
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

    /// <summary>Leaves what the output has already, by whole blocks of its hash tree, and copies the rest.</summary>
    private void Keep(ByteRange place)
    {
        for (; _inPlace < Options.InPlace.Count && Options.InPlace[_inPlace].Start < place.End; _inPlace++)
        {
            ByteRange there = Options.InPlace[_inPlace].Intersect(place).WholeBlocks(SquashFsFormat.Padding);
            if (there.Length > 0)
            {
                Base.CopyTo(new ByteRange(Output.Position, there.Start - Output.Position), Output.Write);
                Output.Keep(there.Length);
            }
            if (Options.InPlace[_inPlace].End > place.End)
            {
                // It may reach into the next one.
                break;
            }
        }
        Base.CopyTo(new ByteRange(Output.Position, place.End - Output.Position), Output.Write);
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
}
