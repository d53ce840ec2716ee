using Avocado.Formats.SquashFs.Reuse;

namespace Avocado.Formats.SquashFs;

/// <summary>
/// Says which block comes next. The order follows from the plan alone; workers only take turns. Blocks of a large
/// file are read here, as its stream runs forward; files within one block are left to the worker, and so is what an
/// earlier image has.
/// </summary>
internal sealed class BlockSource(IReadOnlyList<StoredFile> files, SquashFsOptions options) : IDisposable
{
    private readonly int _blockSize = options.BlockSize;
    private readonly KnownBlocks? _known = options.UsableBlocks;
    private readonly FragmentGroups _groups = new(options.BlockSize);
    private byte[]? _fragment;
    private List<BlockPart> _parts = [];
    private bool _fragmentHasKey = true;
    private int _fragmentLength;
    private uint _fragmentCount;
    private int _next;
    private StoredFile? _file;
    private Stream? _stream;
    private long _streamPosition;
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
            if (_file.TailLength > _blockSize - _fragmentLength || (_fragmentLength > 0 && _groups.StartAt(_file)))
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
        long start = (long)_block * _blockSize;
        int length = (int)Math.Min(_blockSize, file.Length - start);
        slot.Take(file, _block, length);
        Identify(slot, file.ContentDigest is { } digest ? new BlockKey(digest, _block) : null);
        if (file.Length <= _blockSize || slot.Earlier is not null)
        {
            slot.Parts.Add(new BlockPart(file, start, length, 0));
        }
        else
        {
            ReadOn(file, start, slot.Input.AsSpan(0, length));
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
        if (file.Blocks.Length == 0)
        {
            _parts.Add(BlockPart.Whole(file, _fragmentLength));
            _fragmentHasKey &= file.ContentDigest is not null;
        }
        else
        {
            _fragment ??= GC.AllocateUninitializedArray<byte>(_blockSize);
            ReadOn(file, file.Length - file.TailLength, _fragment.AsSpan(_fragmentLength, file.TailLength));
            _fragmentHasKey = false;
        }
        _fragmentLength += file.TailLength;
    }

    /// <summary>Reads from the current file, whose stream may have to pass over blocks that were not read.</summary>
    private void ReadOn(StoredFile file, long start, Span<byte> bytes)
    {
        if (_stream is null)
        {
            _stream = file.Open();
            _streamPosition = 0;
        }
        file.Skip(_stream, start - _streamPosition);
        file.Read(_stream, bytes);
        _streamPosition = start + bytes.Length;
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
        Identify(slot, _fragmentHasKey ? BlockKey.OfFragment(_parts) : null);
        (_parts, slot.Parts) = (slot.Parts, _parts);
        if (_fragment is not null)
        {
            (_fragment, slot.Input) = (slot.Input, _fragment);
        }
        _fragmentLength = 0;
        _fragmentHasKey = true;
        _fragmentCount++;
        return true;
    }

    private void Identify(BlockSlot slot, BlockKey? key)
    {
        slot.Key = key;
        slot.Earlier = key is { } wanted ? _known?.Find(wanted) : null;
    }
}
