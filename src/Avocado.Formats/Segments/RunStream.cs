using Avocado.Files;

namespace Avocado.Formats.Segments;

/// <summary>
/// A read-only, seekable view of runs of another stream, one after the other: a partition of a disk, a file of a
/// file system. The source stays the caller's; views of one source are not used by several threads at a time.
/// </summary>
internal sealed class RunStream : ReadOnlyStream
{
    private readonly Stream _source;
    private readonly StreamRun[] _runs;
    private readonly long[] _ends;
    private long _position;

    /// <param name="source">Seekable and at least as long as the runs say.</param>
    /// <param name="runs">In the order of the view.</param>
    public RunStream(Stream source, params StreamRun[] runs)
    {
        _source = source;
        _runs = runs;
        _ends = new long[runs.Length];
        for (int i = 0; i < runs.Length; i++)
        {
            Length = checked(Length + runs[i].Length);
            _ends[i] = Length;
        }
    }

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override long Length { get; }

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (_position >= Length || buffer.IsEmpty)
        {
            return 0;
        }
        int index = Array.BinarySearch(_ends, _position);
        // A position that is the end of a run is the start of the next.
        index = index >= 0 ? index + 1 : ~index;
        long left = _ends[index] - _position;
        _source.Position = _runs[index].Offset + _runs[index].Length - left;
        int read = _source.Read(buffer[..(int)Math.Min(left, buffer.Length)]);
        _position += read;
        return read;
    }
}
