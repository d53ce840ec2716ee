using System.Runtime.ExceptionServices;
using Avocado.Formats.Compression;
using Avocado.Formats.SquashFs.Reuse;

namespace Avocado.Formats.SquashFs;

/// <summary>
/// Reads and compresses blocks on several threads and hands them over in the source's order, with a fixed number of
/// blocks in memory. The first error in that order is the one that is thrown, whatever thread met it when.
/// </summary>
internal sealed class BlockPipeline : IDisposable
{
    private readonly BlockSource _source;
    private readonly BlockCodec _codec;
    private readonly KnownBlocks? _known;
    private readonly BlockSlot[] _slots;
    private readonly SemaphoreSlim _free;
    private readonly Thread[] _workers;
    private readonly Lock _turn = new();
    private long _taken;
    private bool _ended;

    public BlockPipeline(BlockSource source, SquashFsOptions options)
    {
        _source = source;
        _codec = options.Codec;
        _known = options.UsableBlocks;
        // Two blocks per worker keep it busy while the writer waits for the oldest one.
        _slots = [.. Enumerable.Range(0, (2 * options.Threads) + 2).Select(_ => new BlockSlot(options.BlockSize))];
        _free = new SemaphoreSlim(_slots.Length);
        _workers = new Thread[options.Threads];
    }

    /// <summary>Calls <paramref name="store"/> for every block, in order, on the calling thread.</summary>
    public void Run(Action<BlockSlot> store, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        for (int i = 0; i < _workers.Length; i++)
        {
            _workers[i] = new Thread(() => Work(stop.Token)) { IsBackground = true, Name = "SquashFS block" };
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
                _free.Release();
            }
        }
        finally
        {
            stop.Cancel();
            Array.ForEach(_workers, w => w.Join());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Array.ForEach(_slots, s => s.Dispose());
        _free.Dispose();
    }

    private void Work(CancellationToken stop)
    {
        IBlockEncoder? encoder = null;
        while (Take(stop) is { } slot)
        {
            try
            {
                encoder ??= _codec.CreateEncoder();
                slot.Process(encoder, _known);
            }
            catch (Exception error)
            {
                slot.Error = ExceptionDispatchInfo.Capture(error);
            }
            slot.Ready.Set();
        }
    }

    private BlockSlot? Take(CancellationToken stop)
    {
        try
        {
            _free.Wait(stop);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        lock (_turn)
        {
            if (_ended)
            {
                return null;
            }
            // Slots are freed in the order in which they were taken, so the next one is free.
            BlockSlot slot = _slots[_taken++ % _slots.Length];
            try
            {
                if (_source.MoveNext(slot))
                {
                    return slot;
                }
                slot.IsEnd = true;
            }
            catch (Exception error)
            {
                slot.Error = ExceptionDispatchInfo.Capture(error);
            }
            _ended = true;
            slot.Ready.Set();
            return null;
        }
    }
}
