namespace Avocado.Formats.SquashFs;

/// <summary>A place in a table of metadata blocks.</summary>
/// <param name="Block">Where the block starts on disk, from the table's start.</param>
/// <param name="Offset">The byte within the uncompressed block.</param>
internal readonly record struct MetadataReference(long Block, int Offset)
{
    private const int OffsetBits = 16;

    /// <summary>The form in which tables store it.</summary>
    public ulong Packed => ((ulong)Block << OffsetBits) | (uint)Offset;

    /// <summary>The inverse of <see cref="Packed"/>.</summary>
    public static MetadataReference Unpack(ulong packed) =>
        new((long)(packed >> OffsetBits), (int)(packed & ((1 << OffsetBits) - 1)));
}
