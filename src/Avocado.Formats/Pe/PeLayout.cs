using System.Collections.Immutable;
using Avocado.Files;
using Avocado.Formats.Segments;

namespace Avocado.Formats.Pe;

/// <summary>Headers and sections that follow each other without gaps.</summary>
internal sealed class PeLayout(
    ReadOnlyMemory<byte> headers, ImmutableArray<PeSectionHeader> sections, ImmutableArray<Content> contents)
    : ISegment
{
    /// <inheritdoc/>
    public long Length => (long)sections[^1].RawOffset + sections[^1].RawSize;

    /// <inheritdoc/>
    public void WriteTo(IImageOutput output, CancellationToken cancellation)
    {
        output.Write(headers.Span);
        for (int i = 0; i < sections.Length; i++)
        {
            new ContentSegment(contents[i]).WriteTo(output, cancellation);
            output.Skip(sections[i].RawSize - contents[i].Size);
        }
    }
}
