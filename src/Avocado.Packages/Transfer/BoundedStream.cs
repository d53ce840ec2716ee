using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Packages.Transfer;

/// <summary>A forward stream that ends in a typed error when it gives too much or its source is damaged.</summary>
internal sealed class BoundedStream(Stream source, string format, long maxLength) : ReadOnlyStream
{
    private long _position;

    /// <inheritdoc/>
    public override long Position => _position;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = source.Read(buffer);
        }
        catch (InvalidDataException error)
        {
            throw new DamagedFormatException(format, error.Message);
        }
        _position += read;
        return _position <= maxLength
            ? read
            : throw new DamagedFormatException(format, $"it unpacks to more than {maxLength} bytes");
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
        }
        base.Dispose(disposing);
    }
}
