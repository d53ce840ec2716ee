namespace Avocado.Formats.SquashFs;

/// <summary>A table of metadata blocks that is being written.</summary>
internal interface IMetadataOutput
{
    /// <summary>Where the next byte goes.</summary>
    MetadataReference Position { get; }

    /// <summary>Appends bytes, over as many blocks as they need.</summary>
    void Write(ReadOnlySpan<byte> bytes);
}
