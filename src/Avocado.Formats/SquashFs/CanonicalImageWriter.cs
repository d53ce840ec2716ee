using Avocado.Formats.Segments;
using Avocado.Formats.SquashFs.Reuse;

namespace Avocado.Formats.SquashFs;

/// <summary>The layout that follows from the tree alone: data in the tree's order, tables without gaps.</summary>
internal sealed class CanonicalImageWriter(
    SquashFsOptions options, InodePlan inodes, DataPlan data, StreamOutput output)
    : ImageWriter(options, inodes, output)
{
    /// <inheritdoc/>
    protected override long ContentBytes => data.ContentBytes;

    /// <inheritdoc/>
    protected override void WriteData(IProgress<SquashFsProgress>? progress, CancellationToken cancellation)
    {
        using var pipeline = new BlockPipeline(data, Options);
        pipeline.Run(slot =>
        {
            Store(slot);
            progress?.Report(new SquashFsProgress(slot.Done, data.ContentBytes));
        }, cancellation);
        progress?.Report(new SquashFsProgress(data.ContentBytes, data.ContentBytes));
    }

    /// <inheritdoc/>
    protected override long WriteInodes(IdTable ids, AttributeTable attributes, CancellationToken cancellation) =>
        WriteInodesInOrder(ids, attributes, cancellation);

    private void Store(BlockSlot slot)
    {
        if (slot is { File: not null, Block: 0 })
        {
            PadTo(SquashFsFormat.AlignUp(Output.Position, Options.FileAlignment));
        }
        long position = Output.Position;
        Output.Write(slot.StoredBytes);
        Count(slot);
        if (slot.Key is { } key)
        {
            Index(key, new BlockPlace(position, slot.Stored.Word, slot.Check));
        }
        if (slot.File is not { } file)
        {
            Fragments.Add(new FragmentEntry((ulong)position, slot.Stored));
            return;
        }
        file.Blocks.Add(slot.Block, position, slot.Length, slot.Stored);
    }
}
