using System.Buffers.Binary;

namespace Avocado.Formats.Compression.Xz.Filters;

/// <summary>ARM: BL without condition, a 24-bit count of words from the instruction plus 8.</summary>
internal sealed class ArmFilter : WordFilter
{
    /// <inheritdoc/>
    protected override void Convert(Span<byte> instruction, uint address)
    {
        uint word = BinaryPrimitives.ReadUInt32LittleEndian(instruction);
        if (word >> 24 == 0xEB)
        {
            uint target = (word << 2) - (address + 8);
            BinaryPrimitives.WriteUInt32LittleEndian(instruction, 0xEB000000 | ((target >> 2) & 0xFFFFFF));
        }
    }
}
