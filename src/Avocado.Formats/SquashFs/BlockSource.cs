namespace Avocado.Formats.SquashFs;

/// <summary>
/// Says which block comes next. The order follows from the plan alone; workers only take turns. Blocks of a large
/// file are read here, as its stream runs forward; files within one block are left to the worker.
/// </summary>
internal sealed class BlockSource(IReadOnlyList<StoredFile> files, SquashFsOptions options) : IDisposable
{
    private readonly int _blockSize = options.BlockSize;
    private byte[]? _fragment;
    private List<BlockPart> _parts = [];
    private int _fragmentLength;
    private uint _fragmentCount;
    private int _next;
    private StoredFile? _file;
    private Stream? _stream;
    private int _block;

    /// <summary>Fills <paramref name="slot"/> with the next block; false when there is none. Not thread-safe.</summary>
    public bool MoveNext(BlockSlot slot)
    {
        while (true)
        {
            if (_file is null)
            {
                if (_next == files.Count)
                {
                    return CloseFragment(slot);
                }
                _file = files[_next];
                _block = 0;
            }
            if (_block < _file.Blocks.Length)
            {
                TakeBlock(slot, _file);
                return true;
            }
            // The file stays current while its tail waits for a fragment with room.
            if (_file.TailLength > _blockSize - _fragmentLength)
            {
                return CloseFragment(slot);
            }
            AddTail(_file);
            CloseFile();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream?.Dispose();

    private void TakeBlock(BlockSlot slot, StoredFile file)
    {
        int length = (int)Math.Min(_blockSize, file.Length - ((long)_block * _blockSize));
        slot.Take(file, _block, length);
        if (file.Length <= _blockSize)
        {
            slot.Parts.Add(new BlockPart(file, 0));
        }
        else
        {
            _stream ??= file.Open();
            file.Read(_stream, slot.Input.AsSpan(0, length));
        }
        _block++;
        if (_block == file.Blocks.Length && file.TailLength == 0)
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
        if (_stream is null)
        {
            _parts.Add(new BlockPart(file, _fragmentLength));
        }
        else
        {
            _fragment ??= GC.AllocateUninitializedArray<byte>(_blockSize);
            file.Read(_stream, _fragment.AsSpan(_fragmentLength, file.TailLength));
        }
        _fragmentLength += file.TailLength;
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
        (_parts, slot.Parts) = (slot.Parts, _parts);
        if (_fragment is not null)
        {
            (_fragment, slot.Input) = (slot.Input, _fragment);
        }
        _fragmentLength = 0;
        _fragmentCount++;
        return true;
    }
}
