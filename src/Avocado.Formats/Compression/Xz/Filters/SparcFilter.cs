using System.Buffers.Binary;

namespace Avocado.Formats.Compression.Xz.Filters;

/// <summary>SPARC: call with a 30-bit count of words, where the highest eight repeat the sign.</summary>
internal sealed class SparcFilter : WordFilter
{
    /// <inheritdoc/>
    protected override void Convert(Span<byte> instruction, uint address)
    {
        uint word = BinaryPrimitives.ReadUInt32BigEndian(instruction);
        if (word >> 22 is 0x100 or 0x1FF)
        {
            uint target = ((word << 2) - address) >> 2;
            uint sign = (0 - ((target >> 22) & 1)) << 22;
            word = 0x40000000 | (sign & 0x3FFFFFFF) | (target & 0x3FFFFF);
            BinaryPrimitives.WriteUInt32BigEndian(instruction, word);
        }
    }
}
