using Avocado.Files;

namespace Avocado.Formats.Tests.SquashFs;

/// <summary>A long stream of one value with single marked bytes.</summary>
internal sealed class MarkedStream(long length, byte fill, params long[] marks) : ReadOnlyStream
{
    public const byte Mark = 0x5A;

    private long _position;

    public override long Length => length;

    public override long Position => _position;

    public override int Read(Span<byte> buffer)
    {
        buffer = buffer[..(int)Math.Min(buffer.Length, length - _position)];
        buffer.Fill(fill);
        foreach (long mark in marks)
        {
            if (mark >= _position && mark < _position + buffer.Length)
            {
                buffer[(int)(mark - _position)] = Mark;
            }
        }
        _position += buffer.Length;
        return buffer.Length;
    }
}
