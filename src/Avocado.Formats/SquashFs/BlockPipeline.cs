using System.Runtime.ExceptionServices;
using Avocado.Formats.Compression;
using Avocado.Formats.SquashFs.Reuse;

namespace Avocado.Formats.SquashFs;

/// <summary>
/// Reads, hashes and compresses on several threads and hands blocks over in the source's order, with a fixed number
/// of blocks and of batches of files in memory. The first error in that order is the one that is thrown, whatever
/// thread met it when.
/// </summary>
internal sealed class BlockPipeline : IDisposable
{
    private readonly BlockCodec _codec;
    private readonly KnownBlocks? _known;
    private readonly BlockSlot[] _slots;
    private readonly Thread[] _workers;
    private readonly ReadAhead _ahead;
    private readonly BlockSource _source;

    /// <summary>Guards everything below and the source; pulsed when any of it changes.</summary>
    private readonly object _gate = new();
    private int _free;
    private long _taken;
    private bool _ended;

    public BlockPipeline(DataPlan plan, SquashFsOptions options)
    {
        _codec = options.Codec;
        _known = options.UsableBlocks;
        _ahead = new ReadAhead(plan, options);
        _source = new BlockSource(plan, _ahead, options);
        // Two blocks per worker keep it busy while the writer waits for the oldest one.
        _slots = [.. Enumerable.Range(0, (2 * options.Threads) + 2)
            .Select(_ => new BlockSlot(options.BlockSize, options.StoreFiles))];
        _free = _slots.Length;
        _workers = new Thread[options.Threads];
    }

    /// <summary>Calls <paramref name="store"/> for every block, in order, on the calling thread.</summary>
    public void Run(Action<BlockSlot> store, CancellationToken cancellation)
    {
        for (int i = 0; i < _workers.Length; i++)
        {
            _workers[i] = new Thread(Work) { IsBackground = true, Name = "SquashFS block" };
            _workers[i].Start();
        }
        try
        {
            for (long stored = 0; ; stored++)
            {
                BlockSlot slot = _slots[stored % _slots.Length];
                slot.Ready.Wait(cancellation);
                slot.Ready.Reset();
                slot.Error?.Throw();
                if (slot.IsEnd)
                {
                    return;
                }
                store(slot);
                Change(() => _free++);
            }
        }
        finally
        {
            Change(() => _ended = true);
            Array.ForEach(_workers, w => w.Join());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Array.ForEach(_slots, s => s.Dispose());
        _source.Dispose();
    }

    private void Work()
    {
        IBlockEncoder? encoder = null;
        while (Next(out ReadBatch? batch, out BlockSlot? slot))
        {
            if (batch is not null)
            {
                batch.Read();
                Change(() => batch.IsReady = true);
                continue;
            }
            try
            {
                encoder ??= _codec.CreateEncoder();
                slot!.Process(encoder, _known);
            }
            catch (Exception error)
            {
                slot!.Error = ExceptionDispatchInfo.Capture(error);
            }
            slot!.Ready.Set();
        }
    }

    /// <summary>Waits for work: a block to compress before files to read. False when there is no more.</summary>
    private bool Next(out ReadBatch? batch, out BlockSlot? slot)
    {
        batch = null;
        slot = null;
        lock (_gate)
        {
            while (!_ended)
            {
                if (_free > 0 && TakeBlock() is { } taken)
                {
                    slot = taken;
                    return true;
                }
                if (!_ended && _ahead.Claim() is { } claimed)
                {
                    batch = claimed;
                    return true;
                }
                if (!_ended)
                {
                    Monitor.Wait(_gate);
                }
            }
        }
        return false;
    }

    /// <summary>The next block, or null when files must be read first or there is none any more.</summary>
    private BlockSlot? TakeBlock()
    {
        // Slots are freed in the order in which they were taken, so the next one is free.
        BlockSlot slot = _slots[_taken % _slots.Length];
        try
        {
            BlockStep step = _source.MoveNext(slot);
            if (step == BlockStep.Block)
            {
                slot.Done = _source.Done;
                _taken++;
                _free--;
                // Batches may have become free.
                Monitor.PulseAll(_gate);
                return slot;
            }
            if (step == BlockStep.Wait)
            {
                return null;
            }
            slot.IsEnd = true;
        }
        catch (Exception error)
        {
            slot.Error = ExceptionDispatchInfo.Capture(error);
        }
        _ended = true;
        Monitor.PulseAll(_gate);
        slot.Ready.Set();
        return null;
    }

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
            Monitor.PulseAll(_gate);
        }
    }
}
