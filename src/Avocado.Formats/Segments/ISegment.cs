namespace Avocado.Formats.Segments;

/// <summary>
/// A run of bytes whose length is known before it is written. Layout first, then one forward write: a disk is a
/// list of segments at offsets.
/// </summary>
public interface ISegment
{
    /// <summary>Exactly how many bytes <see cref="WriteTo"/> writes.</summary>
    long Length { get; }

    /// <summary>Writes the bytes, holes as <see cref="IImageOutput.Skip"/>.</summary>
    void WriteTo(IImageOutput output, CancellationToken cancellation);
}
