using System.Buffers.Binary;

namespace Avocado.Formats.Compression.Zstandard;

/// <summary>Reads the literals of a block (section 3.1.1.3.1).</summary>
internal sealed unsafe class LiteralsDecoder
{
    private readonly HuffmanDecoder _huffman = new();
    private readonly Pinned<byte> _literals = new(ZstdFormat.MaxBlockSize + ZstdFormat.Slack);

    /// <summary>The literals; <see cref="ZstdFormat.Slack"/> bytes behind them are readable.</summary>
    public byte* Literals => _literals.Pointer;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Forgets the code of the blocks before.</summary>
    public void Clear() => _huffman.Clear();

    /// <summary>Reads the section.</summary>
    /// <param name="source">The block; eight bytes before it are readable.</param>
    /// <param name="size">Its size in bytes.</param>
    /// <param name="maxCount">How many literals the block may have.</param>
    /// <returns>The section's size in bytes.</returns>
    public int Read(byte* source, int size, int maxCount)
    {
        if (size == 0)
        {
            throw ZstdFormat.Truncated();
        }
        int type = source[0] & 3;
        int form = (source[0] >> 2) & 3;
        return type <= LiteralsFormat.Rle
            ? ReadPlain(source, size, type, form, maxCount)
            : ReadCoded(source, size, type, form, maxCount);
    }

    private int ReadPlain(byte* source, int size, int type, int form, int maxCount)
    {
        int headerSize = form switch { 1 => 2, 3 => 3, _ => 1 };
        ulong header = ReadHeader(source, size, headerSize);
        Count = (int)(header >> (headerSize == 1 ? 3 : 4));
        int stored = type == LiteralsFormat.Raw ? Count : 1;
        Check(maxCount, stored, size - headerSize);
        if (type == LiteralsFormat.Raw)
        {
            new ReadOnlySpan<byte>(source + headerSize, stored).CopyTo(_literals.Span);
        }
        else
        {
            _literals.Span[..Count].Fill(source[headerSize]);
        }
        return headerSize + stored;
    }

    private int ReadCoded(byte* source, int size, int type, int form, int maxCount)
    {
        int headerSize = Math.Max(3, form + 2);
        int sizeBits = form switch { 2 => 14, 3 => 18, _ => 10 };
        ulong header = ReadHeader(source, size, headerSize);
        Count = (int)(header >> 4) & ((1 << sizeBits) - 1);
        int stored = (int)(header >> (4 + sizeBits)) & ((1 << sizeBits) - 1);
        Check(maxCount, stored, size - headerSize);
        byte* next = source + headerSize;
        int left = stored;
        if (type != LiteralsFormat.Treeless)
        {
            int code = _huffman.ReadCode(new ReadOnlySpan<byte>(next, left));
            next += code;
            left -= code;
        }
        else if (!_huffman.IsValid)
        {
            throw ZstdFormat.Damaged("a block uses the code of a block that has none");
        }
        if (form == 0)
        {
            _huffman.DecodeOne(next, left, _literals.Pointer, Count);
        }
        else
        {
            _huffman.DecodeFour(next, left, _literals.Pointer, Count);
        }
        return headerSize + stored;
    }

    private static ulong ReadHeader(byte* source, int size, int headerSize)
    {
        if (headerSize > size)
        {
            throw ZstdFormat.Truncated();
        }
        Span<byte> header = stackalloc byte[sizeof(ulong)];
        header.Clear();
        new ReadOnlySpan<byte>(source, headerSize).CopyTo(header);
        return BinaryPrimitives.ReadUInt64LittleEndian(header);
    }

    private void Check(int maxCount, int stored, int left)
    {
        if (Count > maxCount)
        {
            throw ZstdFormat.Damaged("a block has too many literals");
        }
        if (stored > left)
        {
            throw ZstdFormat.Truncated();
        }
    }
}
