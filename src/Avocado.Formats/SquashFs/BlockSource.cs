using Avocado.Files;

namespace Avocado.Formats.SquashFs;

/// <summary>
/// Says which block comes next. The order follows from the plan alone; workers only take turns. Small files come
/// from <see cref="ReadAhead"/>; large ones are read here, as their streams run forward. Files of equal bytes are
/// stored where the first of them lies. Not thread-safe.
/// </summary>
internal sealed class BlockSource(DataPlan plan, ReadAhead ahead, SquashFsOptions options) : IDisposable
{
    private readonly int _blockSize = options.BlockSize;
    // Sized at once: growing would need the old and the new table at a time.
    private readonly Dictionary<Sha256Digest, StoredFile> _byContent = new(plan.RepeatCount);
    private byte[]? _fragment;
    private int _fragmentLength;
    private uint _fragmentCount;
    private int _next;
    private StoredFile? _file;
    private byte[]? _whole;
    private Stream? _stream;
    private int _block;

    /// <summary>Bytes of the files so far, stored or found to be there already.</summary>
    public long Done { get; private set; }

    /// <summary>Fills <paramref name="slot"/> with the next block.</summary>
    public BlockStep MoveNext(BlockSlot slot)
    {
        while (true)
        {
            if (_file is null)
            {
                if (_next == plan.Files.Count)
                {
                    return CloseFragment(slot) ? BlockStep.Block : BlockStep.End;
                }
                if (!TryOpenFile(plan.Files[_next]))
                {
                    return BlockStep.Wait;
                }
                continue;
            }
            if (_block < _file.Blocks.Sizes.Length)
            {
                TakeBlock(slot, _file);
                return BlockStep.Block;
            }
            // The file stays current while its tail waits for a fragment with room.
            if (_file.TailLength > _blockSize - _fragmentLength)
            {
                CloseFragment(slot);
                return BlockStep.Block;
            }
            AddTail(_file);
            CloseFile();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream?.Dispose();

    /// <summary>Makes a file current, or goes past it when its bytes are stored; false when it must be read.</summary>
    private bool TryOpenFile(InodeNode node)
    {
        Content content = node.Entry.Content;
        Sha256Digest? digest = plan.DigestOf(node);
        bool isWhole = plan.IsSmall(node) && !plan.IsKnownRepeat(node);
        if (isWhole)
        {
            if (!ahead.IsReady)
            {
                return false;
            }
            _whole ??= GC.AllocateUninitializedArray<byte>(_blockSize);
            ahead.Take(_next, out digest).CopyTo(_whole);
        }
        bool mayRepeat = digest is not null && plan.MayRepeat(node);
        if (mayRepeat && _byContent.TryGetValue(digest!.Value, out StoredFile? same))
        {
            node.File = same;
            Done += content.Size;
            _next++;
            return true;
        }
        _file = node.File = new StoredFile(node.Entry, options);
        _block = 0;
        if (mayRepeat)
        {
            _byContent.Add(digest!.Value, _file);
        }
        return true;
    }

    private void TakeBlock(BlockSlot slot, StoredFile file)
    {
        int length = (int)Math.Min(_blockSize, file.Length - ((long)_block * _blockSize));
        slot.Take(file, _block, length);
        Read(file, slot.Input.AsSpan(0, length));
        _block++;
        if (_block == file.Blocks.Sizes.Length && file.TailLength == 0)
        {
            CloseFile();
        }
    }

    private void AddTail(StoredFile file)
    {
        if (file.TailLength == 0)
        {
            return;
        }
        file.Fragment = _fragmentCount;
        file.FragmentOffset = _fragmentLength;
        _fragment ??= GC.AllocateUninitializedArray<byte>(_blockSize);
        Read(file, _fragment.AsSpan(_fragmentLength, file.TailLength));
        _fragmentLength += file.TailLength;
    }

    private void Read(StoredFile file, Span<byte> bytes)
    {
        if (file.Length <= _blockSize)
        {
            _whole.AsSpan(0, bytes.Length).CopyTo(bytes);
        }
        else
        {
            _stream ??= file.Open();
            file.Read(_stream, bytes);
        }
        Done += bytes.Length;
    }

    private void CloseFile()
    {
        _stream?.Dispose();
        _stream = null;
        _file = null;
        _next++;
    }

    private bool CloseFragment(BlockSlot slot)
    {
        if (_fragmentLength == 0)
        {
            return false;
        }
        slot.TakeFragment(_fragmentLength);
        (_fragment, slot.Input) = (slot.Input, _fragment!);
        _fragmentLength = 0;
        _fragmentCount++;
        return true;
    }
}
