using Avocado.Formats.Segments;

namespace Avocado.Formats.Verity;

/// <summary>Passes an image on and grows its hash tree on the way, so that the data is read once.</summary>
/// <param name="inner">Where the image goes.</param>
/// <param name="tree">Takes every byte that passes.</param>
public sealed class VerityOutput(IImageOutput inner, VerityTreeBuilder tree) : IImageOutput
{
    /// <inheritdoc/>
    public long Position => inner.Position;

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        tree.Append(bytes);
        inner.Write(bytes);
    }

    /// <inheritdoc/>
    public void Skip(long count)
    {
        tree.AppendZeros(count);
        inner.Skip(count);
    }
}
