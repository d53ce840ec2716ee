namespace Avocado.Formats.Compression.Deflate;

/// <summary>Puts matcher, parser and writer together; what encoders of blocks and of streams share.</summary>
internal sealed unsafe class DeflateCompressor
{
    private readonly HashChainMatcher _matcher = new();
    private readonly DeflateBlock _block = new();
    private readonly DeflateBlockWriter _writer = new();
    private readonly DeflateParser _parser;

    /// <param name="level">1 (fast) to 9 (small).</param>
    public DeflateCompressor(int level) => _parser = new DeflateParser(DeflateEffort.Of(level), _matcher);

    /// <summary>Where the compressed bits are.</summary>
    public BitWriter Output { get; } = new();

    /// <summary>Begins a new stream at <paramref name="start"/>.</summary>
    public void Reset(byte* start)
    {
        _matcher.Reset(start);
        Output.Clear();
    }

    /// <summary>The input that was compressed last was moved in memory by so many bytes.</summary>
    public void Move(long distance) => _matcher.Move(distance);

    /// <summary>Compresses a piece of the stream, which follows the pieces before in memory.</summary>
    /// <param name="next">The first byte.</param>
    /// <param name="end">Behind the last.</param>
    /// <param name="isLast">Whether the stream ends with it.</param>
    /// <param name="maxSize">How many bytes <see cref="Output"/> may have.</param>
    /// <returns>False when it takes more; the stream is then of no use.</returns>
    public bool TryCompress(byte* next, byte* end, bool isLast, long maxSize)
    {
        do
        {
            byte* start = next;
            if (next < end)
            {
                next = _parser.Parse(_block, next, end);
            }
            else
            {
                _block.Clear();
                _block.Close();
            }
            long maxBits = (8 * (maxSize - Output.Length)) - Output.PendingBits;
            var source = new ReadOnlySpan<byte>(start, (int)(next - start));
            if (!_writer.TryWrite(_block, source, isLast && next == end, maxBits, Output))
            {
                return false;
            }
        }
        while (next < end);
        if (isLast)
        {
            Output.Align();
        }
        return true;
    }
}
