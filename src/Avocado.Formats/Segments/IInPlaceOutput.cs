namespace Avocado.Formats.Segments;

/// <summary>An output that is written over an earlier image, of which parts can stay without being looked at.</summary>
public interface IInPlaceOutput
{
    /// <summary>Appends bytes that lie there already: what the earlier image has at the same position.</summary>
    /// <param name="count">How many.</param>
    void Keep(long count);
}
