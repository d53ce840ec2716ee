using Avocado.Files;

namespace Avocado.Formats.SquashFs;

/// <summary>
/// Hands out small files in batches to whoever has time to read them, and takes them back in order. A fixed number
/// of batches bounds memory. Not thread-safe: the pipeline's lock guards it.
/// </summary>
internal sealed class ReadAhead
{
    private const int MinCapacity = 128 << 10;

    private readonly DataPlan _plan;
    private readonly Stack<ReadBatch> _free;
    private readonly Queue<ReadBatch> _claimed = [];
    private int _next;

    public ReadAhead(DataPlan plan, SquashFsOptions options)
    {
        _plan = plan;
        int capacity = Math.Max(options.BlockSize, MinCapacity);
        _free = new Stack<ReadBatch>(Enumerable.Range(0, options.Threads + 2).Select(_ => new ReadBatch(capacity)));
    }

    /// <summary>The next batch to read; null when there is none, or none has room at present.</summary>
    public ReadBatch? Claim()
    {
        if (_next == _plan.Files.Count || !_free.TryPop(out ReadBatch? batch))
        {
            return null;
        }
        batch.Clear();
        for (; _next < _plan.Files.Count; _next++)
        {
            InodeNode file = _plan.Files[_next];
            if (_plan.IsReadAhead(file) && !batch.TryAdd(_next, file, _plan.MayRepeat(file)))
            {
                break;
            }
        }
        if (batch.IsTaken)
        {
            // Nothing small was left.
            _free.Push(batch);
            return null;
        }
        _claimed.Enqueue(batch);
        return batch;
    }

    /// <summary>True when the next small file was read.</summary>
    public bool IsReady => _claimed.TryPeek(out ReadBatch? batch) && batch.IsReady;

    /// <summary>The next small file; good until the next one is taken.</summary>
    public ReadOnlySpan<byte> Take(int index, out Sha256Digest? digest)
    {
        ReadBatch batch = _claimed.Peek();
        ReadOnlySpan<byte> bytes = batch.Take(index, out digest);
        if (batch.IsTaken)
        {
            // Its buffer is filled again by a later claim, for which the caller's lock must be free.
            _free.Push(_claimed.Dequeue());
        }
        return bytes;
    }
}
