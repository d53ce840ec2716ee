namespace Avocado.Formats.Compression.Zstandard;

/// <summary>
/// The last bytes that a stream unpacked to: a window, and the block that is being taken. Memory follows what was
/// unpacked, not what a header claims.
/// </summary>
internal sealed unsafe class StreamWindow
{
    private const int FirstCapacity = 256 << 10;

    /// <summary>The more room behind a window, the less often it moves.</summary>
    private const int MaxRoom = 32 << 20;

    private byte[] _buffer = [];
    private long _window;
    private int _maxBlockSize;
    private int _end;
    private int _taken;

    /// <summary>What was unpacked and not taken.</summary>
    public ReadOnlySpan<byte> Pending => _buffer.AsSpan(_taken, _end - _taken);

    /// <summary>Begins a frame.</summary>
    public void Begin(FrameHeader header)
    {
        _window = header.WindowSize;
        _maxBlockSize = header.MaxBlockSize;
        _end = _taken = 0;
    }

    /// <summary>Takes bytes.</summary>
    public void Take(int count) => _taken += count;

    /// <summary>Decodes a block behind what was unpacked, all of which was taken.</summary>
    /// <returns>The block's content.</returns>
    public ReadOnlySpan<byte> Decode(FrameDecoder decoder, BlockHeader header, byte* source)
    {
        MakeRoom();
        int size;
        fixed (byte* buffer = _buffer)
        {
            size = decoder.Decode(
                header, source, new OutputWindow(buffer, buffer + _end, buffer + _buffer.Length, _window));
        }
        _end += size;
        return _buffer.AsSpan(_end - size, size);
    }

    private void MakeRoom()
    {
        int needed = _maxBlockSize + ZstdFormat.Slack;
        if (_buffer.Length - _end >= needed)
        {
            return;
        }
        long limit = _window + needed + Math.Clamp(_window / 2, FirstCapacity, MaxRoom);
        if (_buffer.Length < limit)
        {
            Array.Resize(ref _buffer, (int)Math.Min(limit, Math.Max(FirstCapacity, 2L * _buffer.Length)));
        }
        if (_buffer.Length - _end < needed)
        {
            int kept = (int)Math.Min(_window, _end);
            _buffer.AsSpan(_end - kept, kept).CopyTo(_buffer);
            _end = _taken = kept;
        }
    }
}
