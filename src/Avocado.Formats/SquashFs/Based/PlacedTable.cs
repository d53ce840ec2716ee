using System.Buffers.Binary;
using Avocado.Formats.Compression;
using Avocado.Formats.Segments;

namespace Avocado.Formats.SquashFs.Based;

/// <summary>
/// A table of metadata blocks that starts as the base's and is written anywhere. Each block takes as much room on disk
/// as in the base, padded, or a whole number of 4 KiB more: what is behind it stays or moves by whole blocks of devices.
/// </summary>
internal sealed class PlacedTable : IMetadataOutput
{
    private const int Header = SquashFsFormat.MetadataHeaderSize;

    private readonly BaseTable _base;
    private readonly IPaddedEncoder _encoder;
    private readonly List<int> _sizes;
    private readonly List<long> _starts = [];
    private readonly List<byte[]?> _stored = [];
    private byte[] _content = [];
    private byte[] _encoded = [];
    private long _at;
    private bool _isMeasuring;

    public PlacedTable(BaseTable earlier, IPaddedEncoder encoder)
    {
        _base = earlier;
        _encoder = encoder;
        _sizes = [.. earlier.StoredLengths];
        Space = new FreeSpace(earlier.Content.Length);
        Place();
    }

    /// <summary>What is free in the table, unpacked.</summary>
    public FreeSpace Space { get; }

    /// <inheritdoc/>
    public MetadataReference Position
    {
        get
        {
            (long block, long offset) = Math.DivRem(_at, SquashFsFormat.MetadataSize);
            return new MetadataReference(StartOf((int)block), (int)offset);
        }
    }

    /// <summary>Writes from here on.</summary>
    public void Seek(long place) => _at = place;

    /// <summary>How many bytes are written at a place; none of them stays.</summary>
    public long Measure(long place, Action write)
    {
        _isMeasuring = true;
        _at = place;
        write();
        _isMeasuring = false;
        return _at - place;
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (!_isMeasuring)
        {
            bytes.CopyTo(_content.AsSpan((int)_at));
        }
        _at += bytes.Length;
    }

    /// <summary>Starts over with zeros, once all room is taken.</summary>
    public void Clear()
    {
        // A table that became shorter would move what lies behind it.
        long length = Math.Max(Space.End, _base.Content.Length);
        if (_content.Length != length)
        {
            _content = new byte[length];
        }
        Array.Clear(_content);
    }

    /// <summary>Takes all bytes of a table that has no holes.</summary>
    public void Fill(ReadOnlySpan<byte> content) => _content = content.ToArray();

    /// <summary>Where each block starts on disk, from the table's start, once all are compressed.</summary>
    public IEnumerable<long> Starts => _starts.Take(_stored.Count);

    /// <summary>Compresses the blocks that are others than last time.</summary>
    /// <returns>False when one has grown: those behind it have moved, and what refers to them is written again.</returns>
    public bool TryEncode()
    {
        int count = (_content.Length + SquashFsFormat.MetadataSize - 1) / SquashFsFormat.MetadataSize;
        bool hasGrown = false;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> block = BlockOf(_content, i);
            if (i < _stored.Count && block.SequenceEqual(BlockOf(_encoded, i)))
            {
                continue;
            }
            byte[] stored = Encode(i, block);
            hasGrown |= i == _sizes.Count || _sizes[i] != stored.Length;
            Set(_sizes, i, stored.Length);
            Set(_stored, i, stored);
        }
        _encoded = (byte[])_content.Clone();
        Place();
        return !hasGrown;
    }

    /// <summary>Writes the blocks.</summary>
    public void WriteTo(IImageOutput output)
    {
        foreach (byte[]? block in _stored)
        {
            output.Write(block);
        }
    }

    private static ReadOnlySpan<byte> BlockOf(byte[] content, int index)
    {
        int start = index * SquashFsFormat.MetadataSize;
        return start >= content.Length
            ? []
            : content.AsSpan(start, Math.Min(SquashFsFormat.MetadataSize, content.Length - start));
    }

    private static void Set<T>(List<T> list, int index, T value)
    {
        if (index == list.Count)
        {
            list.Add(value);
        }
        else
        {
            list[index] = value;
        }
    }

    /// <summary>A block of the size it had, or of the next size that takes it; as it is where none does.</summary>
    private byte[] Encode(int index, ReadOnlySpan<byte> block)
    {
        int size = index < _sizes.Count ? _sizes[index] : SquashFsFormat.Padding;
        if (block.SequenceEqual(_base.Block(index)) && _base.Stored(index) is var same && same.Length == size)
        {
            return same;
        }
        for (; size < Header + block.Length; size += SquashFsFormat.Padding)
        {
            var stored = new byte[size];
            if (size > Header && _encoder.TryEncode(block, stored.AsSpan(Header)))
            {
                BinaryPrimitives.WriteUInt16LittleEndian(stored, (ushort)(size - Header));
                return stored;
            }
        }
        var raw = new byte[Header + block.Length];
        BinaryPrimitives.WriteUInt16LittleEndian(raw, (ushort)(block.Length | SquashFsFormat.MetadataRaw));
        block.CopyTo(raw.AsSpan(Header));
        return raw;
    }

    private void Place()
    {
        _starts.Clear();
        long start = 0;
        foreach (int size in _sizes)
        {
            _starts.Add(start);
            start += size;
        }
        _starts.Add(start);
    }

    private long StartOf(int block) => block < _starts.Count
        ? _starts[block]
        : _starts[^1] + ((long)(block - _starts.Count + 1) * SquashFsFormat.Padding);
}
