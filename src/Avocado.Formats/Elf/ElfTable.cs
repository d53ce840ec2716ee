namespace Avocado.Formats.Elf;

/// <summary>Where a table of equal entries lies in a file.</summary>
/// <param name="Offset">From the start of the file, in bytes.</param>
/// <param name="EntrySize">Of one entry, in bytes.</param>
/// <param name="Count">Number of entries; at most 65535.</param>
internal readonly record struct ElfTable(ulong Offset, int EntrySize, int Count)
{
    /// <summary>Length in bytes; the product of two 16-bit numbers.</summary>
    public long Size => (long)EntrySize * Count;
}
