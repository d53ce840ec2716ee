namespace Avocado.Formats.Compression.Xz.Filters;

/// <summary>
/// Turns absolute branch targets back into relative ones (section 5.3.2). Compressors made them absolute because
/// calls of the same function then look alike.
/// </summary>
internal abstract class BranchFilter
{
    /// <summary>Positions of instructions are multiples of this many bytes.</summary>
    public abstract int Alignment { get; }

    /// <summary>Converts in place all instructions that are wholly in <paramref name="code"/>.</summary>
    /// <param name="code">The bytes.</param>
    /// <param name="address">The address of the first, modulo 2^32.</param>
    /// <returns>
    /// How many bytes are done, the others must be given again with more; fewer than 16 are left. At the end of a
    /// block the others stay as they are.
    /// </returns>
    public abstract int Decode(Span<byte> code, uint address);
}
