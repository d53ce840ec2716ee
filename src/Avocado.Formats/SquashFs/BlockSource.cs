using Avocado.Files;
using Avocado.Formats.SquashFs.Reuse;

namespace Avocado.Formats.SquashFs;

/// <summary>
/// Says which block comes next. The order follows from the plan alone; workers only take turns. Small files of unknown
/// content come from <see cref="ReadAhead"/>; large ones are read here, as their streams run forward; the rest is left
/// to the worker, who reads nothing that an earlier image has. Files of equal bytes are stored where the first of them
/// lies. Not thread-safe.
/// </summary>
internal sealed class BlockSource(DataPlan plan, ReadAhead ahead, SquashFsOptions options) : IDisposable
{
    private readonly int _blockSize = options.BlockSize;
    private readonly KnownBlocks? _known = options.UsableBlocks;
    private readonly FragmentGroups _groups = new(options.BlockSize);
    private readonly FragmentKey _fragmentKey = new();
    // Sized at once: growing would need the old and the new table at a time.
    private readonly Dictionary<Sha256Digest, StoredFile> _byContent = new(plan.RepeatCount);
    private byte[]? _fragment;
    private List<BlockPart> _parts = [];
    private int _fragmentLength;
    private uint _fragmentCount;
    private int _next;
    private StoredFile? _file;
    private Sha256Digest? _digest;
    private byte[]? _whole;
    private bool _isRead;
    private Stream? _stream;
    private long _streamPosition;
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
            if (_file.TailLength > _blockSize - _fragmentLength || (_fragmentLength > 0 && _groups.StartAt(_file)))
            {
                CloseFragment(slot);
                return BlockStep.Block;
            }
            AddTail(_file);
            CloseFile();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream?.Dispose();
        _fragmentKey.Dispose();
    }

    /// <summary>Makes a file current, or goes past it when its bytes are stored; false when it must be read.</summary>
    private bool TryOpenFile(InodeNode node)
    {
        Content content = node.Entry.Content;
        _digest = plan.DigestOf(node);
        _isRead = plan.IsReadAhead(node);
        if (_isRead)
        {
            if (!ahead.IsReady)
            {
                return false;
            }
            _whole ??= GC.AllocateUninitializedArray<byte>(_blockSize);
            ahead.Take(_next, out _digest).CopyTo(_whole);
        }
        bool mayRepeat = _digest is not null && plan.MayRepeat(node);
        if (mayRepeat && _byContent.TryGetValue(_digest!.Value, out StoredFile? same))
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
            _byContent.Add(_digest!.Value, _file);
        }
        return true;
    }

    private void TakeBlock(BlockSlot slot, StoredFile file)
    {
        long start = (long)_block * _blockSize;
        int length = (int)Math.Min(_blockSize, file.Length - start);
        slot.Take(file, _block, length);
        Identify(slot, _digest is { } digest ? new BlockKey(digest, _block) : null);
        if (!_isRead && (file.Length <= _blockSize || slot.Earlier is not null))
        {
            slot.Parts.Add(new BlockPart(file, start, length, 0));
        }
        else
        {
            Read(file, start, slot.Input.AsSpan(0, length));
        }
        Done += length;
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
        bool isWhole = file.TailLength == file.Length;
        _fragmentKey.Add(isWhole ? _digest : null, file.Length);
        if (isWhole && !_isRead)
        {
            _parts.Add(new BlockPart(file, 0, file.TailLength, _fragmentLength));
        }
        else
        {
            _fragment ??= GC.AllocateUninitializedArray<byte>(_blockSize);
            Read(file, file.Length - file.TailLength, _fragment.AsSpan(_fragmentLength, file.TailLength));
        }
        _fragmentLength += file.TailLength;
        Done += file.TailLength;
    }

    /// <summary>Reads from the current file, whose stream may have to pass over blocks that were not read.</summary>
    private void Read(StoredFile file, long start, Span<byte> bytes)
    {
        if (_isRead)
        {
            _whole.AsSpan(0, bytes.Length).CopyTo(bytes);
            return;
        }
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
        Identify(slot, _fragmentKey.Complete());
        (_parts, slot.Parts) = (slot.Parts, _parts);
        if (_fragment is not null)
        {
            (_fragment, slot.Input) = (slot.Input, _fragment);
        }
        _fragmentLength = 0;
        _fragmentCount++;
        return true;
    }

    private void Identify(BlockSlot slot, BlockKey? key)
    {
        slot.Key = key;
        slot.Earlier = key is { } wanted ? _known?.Find(wanted) : null;
    }
}
