namespace Avocado.Formats.SquashFs;

/// <summary>Where a fragment block is.</summary>
/// <param name="Start">Position in the image.</param>
/// <param name="Stored">Its length on disk.</param>
internal readonly record struct FragmentEntry(ulong Start, StoredSize Stored)
{
    /// <summary>Length in the table; the last four bytes are unused.</summary>
    public const int Size = sizeof(ulong) + sizeof(uint) + sizeof(uint);

    public static FragmentEntry Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new FieldReader(bytes);
        return new FragmentEntry(reader.U64(), new StoredSize(reader.U32()));
    }

    public void Write(Span<byte> bytes)
    {
        var writer = new FieldWriter(bytes);
        writer.U64(Start);
        writer.U32(Stored.Word);
        writer.U32(0);
    }
}
