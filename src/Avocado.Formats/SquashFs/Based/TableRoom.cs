using Avocado.Formats.Segments;

namespace Avocado.Formats.SquashFs.Based;

/// <summary>A place in the base's table; the names of one inode share one.</summary>
/// <param name="place">Up to the next thing in the table.</param>
internal sealed class TableRoom(ByteRange place)
{
    public ByteRange Place => place;

    /// <summary>True once something has it.</summary>
    public bool IsGiven { get; set; }
}
