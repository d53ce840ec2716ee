using System.Buffers.Binary;

namespace Avocado.Formats.Compression.Xz;

/// <summary>
/// The LZMA2 chunk layer (section 5.3.1): a chunk is at most 64 KiB compressed, so each is read whole and decoded
/// from memory without refills.
/// </summary>
internal sealed class Lzma2Decoder(XzInput input) : IXzStage
{
    private const byte EndMarker = 0x00;
    private const byte StoredWithReset = 0x01;
    private const byte Stored = 0x02;
    private const byte FirstLzma = 0x80;
    private const byte StateReset = 0xA0;
    private const byte NewProperties = 0xC0;
    private const byte DictionaryReset = 0xE0;

    /// <summary>Decode steps are this long so that fresh output is still in the cache when it is taken.</summary>
    private const int MaxRun = 1 << 16;

    private readonly LzmaWindow _window = new();
    private readonly LzmaDecoder _lzma = new();
    private bool _needsReset;
    private bool _needsProperties;
    private bool _isStored;
    private int _left;
    private bool _ended;

    /// <summary>Prepares for the data of another block.</summary>
    /// <param name="dictionarySize">How far matches may reach back, in bytes.</param>
    /// <param name="outputSize">What the block unpacks to, where its header says so.</param>
    public void Restart(int dictionarySize, long? outputSize)
    {
        _window.Restart(dictionarySize, outputSize);
        _needsReset = true;
        _needsProperties = true;
        _left = 0;
        _ended = false;
    }

    /// <summary>Gives the memory back.</summary>
    public void Release() => _window.Release();

    /// <inheritdoc/>
    public int Read(Span<byte> destination)
    {
        while (_window.Unread.IsEmpty)
        {
            if (_left == 0 && (_ended || !NextChunk()))
            {
                _ended = true;
                return 0;
            }
            Produce();
        }
        ReadOnlySpan<byte> unread = _window.Unread;
        int count = Math.Min(unread.Length, destination.Length);
        unread[..count].CopyTo(destination);
        _window.MarkRead(count);
        return count;
    }

    private void Produce()
    {
        int count = Math.Min(_left, _window.PrepareRun(MaxRun));
        if (_isStored)
        {
            input.ReadExactly(_window.Append(count));
        }
        else
        {
            _lzma.Decode(_window, count);
        }
        _left -= count;
        if (_left == 0 && !_isStored)
        {
            _lzma.EndChunk();
        }
    }

    /// <summary>Reads the header of a chunk and, unless it is stored, its bytes; false at the end marker.</summary>
    private bool NextChunk()
    {
        byte control = input.ReadByte();
        if (control == EndMarker)
        {
            return false;
        }
        if (control is > Stored and < FirstLzma)
        {
            throw XzFormat.Damaged("an LZMA2 chunk of no known kind");
        }
        if (control is StoredWithReset or >= DictionaryReset)
        {
            _window.Reset();
            _needsReset = false;
            _needsProperties = true;
        }
        else if (_needsReset)
        {
            throw XzFormat.Damaged("LZMA2 data does not begin with a dictionary reset");
        }
        _isStored = control < FirstLzma;
        if (_isStored)
        {
            _left = ReadSize();
            return true;
        }
        _left = ReadSize() + ((control & 0x1F) << 16);
        int compressedSize = ReadSize();
        if (control >= NewProperties)
        {
            _lzma.SetProperties(input.ReadByte());
            _needsProperties = false;
        }
        else if (_needsProperties)
        {
            throw XzFormat.Damaged("an LZMA2 chunk lacks its properties");
        }
        if (control >= StateReset)
        {
            _lzma.ResetState();
        }
        input.ReadExactly(_lzma.BeginChunk(compressedSize));
        return true;
    }

    /// <summary>A big-endian 16-bit size, stored less one.</summary>
    private int ReadSize()
    {
        Span<byte> size = stackalloc byte[sizeof(ushort)];
        input.ReadExactly(size);
        return BinaryPrimitives.ReadUInt16BigEndian(size) + 1;
    }
}
