namespace Avocado.Formats.SquashFs;

/// <summary>The bytes of an image on a stream that can seek. Safe for several threads.</summary>
internal sealed class ImageBytes
{
    private readonly Stream _stream;
    private readonly long _start;
    private readonly Lock _gate = new();

    /// <param name="stream">The image starts at its position.</param>
    public ImageBytes(Stream stream)
    {
        _stream = stream;
        _start = stream.Position;
        Length = stream.Length - _start;
    }

    /// <summary>How many bytes may be read.</summary>
    public long Length { get; private set; }

    /// <summary>Refuses reads behind the file system's end.</summary>
    public void Limit(ulong length) => Length = length <= (ulong)Length
        ? (long)length
        : throw SquashFsFormat.Damaged($"the file system has {length} bytes, but the image only {Length}");

    /// <summary>Reads bytes at a position in the image.</summary>
    public void Read(long position, Span<byte> bytes)
    {
        if (position < 0 || position > Length - bytes.Length)
        {
            throw SquashFsFormat.Damaged($"{bytes.Length} bytes at {position} are behind the end");
        }
        lock (_gate)
        {
            _stream.Position = _start + position;
            if (_stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            {
                throw SquashFsFormat.Damaged("the image ends early");
            }
        }
    }
}
