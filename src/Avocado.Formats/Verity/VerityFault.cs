using System.Globalization;

namespace Avocado.Formats.Verity;

/// <summary>The first block that does not match its hash.</summary>
/// <param name="Level">-1 for the data, 0 for the leaves of the tree, counting up to its top.</param>
/// <param name="Block">Which block of the data or of that level, from 0.</param>
/// <param name="Offset">Where it starts, in bytes from the start of the data or of the superblock.</param>
public readonly record struct VerityFault(int Level, long Block, long Offset)
{
    /// <summary>The level of data blocks.</summary>
    public const int Data = -1;

    /// <summary>The block as messages name it.</summary>
    public override string ToString() => Level == Data
        ? string.Create(CultureInfo.InvariantCulture, $"data block {Block} at byte {Offset} does not match its hash")
        : string.Create(CultureInfo.InvariantCulture,
            $"hash block {Block} of level {Level} at byte {Offset} of the tree does not match its hash");
}
