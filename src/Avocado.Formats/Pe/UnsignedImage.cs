using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Segments;

namespace Avocado.Formats.Pe;

/// <summary>
/// The first step of signing: an image and its digest. The digest is signed, by a key here or on another day by a
/// token elsewhere; <see cref="AuthenticodeAttacher"/> then joins the two.
/// </summary>
public sealed class UnsignedImage
{
    private UnsignedImage(ISegment segment, PeMeasurement measurement)
    {
        Segment = segment;
        Measurement = measurement;
    }

    /// <summary>What a signature must sign.</summary>
    public Sha256Digest Digest => Measurement.Digest;

    /// <summary>The image's bytes.</summary>
    public ISegment Segment { get; }

    internal PeMeasurement Measurement { get; }

    /// <summary>Reads an image once. One that is signed already gets a second signature behind the first.</summary>
    /// <exception cref="DamagedFormatException">The bytes are no sound PE32+ image.</exception>
    /// <exception cref="AvocadoException">AVO0202: a 32-bit image, or one with bytes between its sections.</exception>
    public static UnsignedImage Measure(ISegment image, CancellationToken cancellation = default) =>
        new(image, PeMeasurement.Of(image, cancellation));

    /// <summary>As above, for a file.</summary>
    /// <exception cref="DamagedFormatException">The bytes are no sound PE32+ image.</exception>
    /// <exception cref="AvocadoException">AVO0202: a 32-bit image, or one with bytes between its sections.</exception>
    public static UnsignedImage Measure(Content image, CancellationToken cancellation = default) =>
        Measure(new ContentSegment(image), cancellation);
}
