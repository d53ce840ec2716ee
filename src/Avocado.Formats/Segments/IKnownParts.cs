using Avocado.Files;

namespace Avocado.Formats.Segments;

/// <summary>An output that remembers which parts it has, for the image that is written over it next.</summary>
public interface IKnownParts
{
    /// <summary>True when the earlier image has this from the current position on, and it may be kept.</summary>
    bool Has(Sha256Digest content);

    /// <summary>Says what was appended from a position on.</summary>
    void Note(long start, Sha256Digest content);
}
