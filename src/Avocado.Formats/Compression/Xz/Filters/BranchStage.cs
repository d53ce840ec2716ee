namespace Avocado.Formats.Compression.Xz.Filters;

/// <summary>Runs a branch filter over the bytes of the step before.</summary>
internal sealed class BranchStage(IXzStage source, BranchFilter filter, uint startAddress) : IXzStage
{
    private readonly byte[] _buffer = new byte[1 << 15];
    private uint _address = startAddress;
    private int _next;
    private int _done;
    private int _end;
    private bool _sourceEnded;

    /// <inheritdoc/>
    public int Read(Span<byte> destination)
    {
        while (_next == _done)
        {
            if (_sourceEnded)
            {
                return 0;
            }
            Fill();
        }
        int count = Math.Min(destination.Length, _done - _next);
        _buffer.AsSpan(_next, count).CopyTo(destination);
        _next += count;
        return count;
    }

    private void Fill()
    {
        _buffer.AsSpan(_done, _end - _done).CopyTo(_buffer);
        _end -= _done;
        _next = 0;
        int count = source.Read(_buffer.AsSpan(_end));
        _end += count;
        _sourceEnded = count == 0;
        _done = _sourceEnded ? _end : filter.Decode(_buffer.AsSpan(0, _end), _address);
        _address += (uint)_done;
    }
}
