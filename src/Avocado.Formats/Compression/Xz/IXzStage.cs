namespace Avocado.Formats.Compression.Xz;

/// <summary>One step of a block's filter chain: it pulls bytes from the step before.</summary>
internal interface IXzStage
{
    /// <summary>Gives the next bytes.</summary>
    /// <param name="destination">Not empty.</param>
    /// <returns>How many; 0 only at the end of the block.</returns>
    int Read(Span<byte> destination);
}
