namespace Avocado.Formats.Compression.Xz.Filters;

/// <summary>Undoes the delta filter (section 5.3.3): bytes were stored as differences to earlier ones.</summary>
/// <param name="source">The step before.</param>
/// <param name="distance">1 to 256 bytes back.</param>
internal sealed class DeltaStage(IXzStage source, int distance) : IXzStage
{
    private readonly byte[] _history = new byte[distance];
    private int _oldest;

    /// <inheritdoc/>
    public int Read(Span<byte> destination)
    {
        int count = source.Read(destination);
        foreach (ref byte value in destination[..count])
        {
            value += _history[_oldest];
            _history[_oldest] = value;
            _oldest = _oldest + 1 == _history.Length ? 0 : _oldest + 1;
        }
        return count;
    }
}
