using System.Buffers.Binary;

namespace Avocado.Formats.Compression.Xz.Filters;

/// <summary>ARM64: BL (26 bits of words), and ADRP (21 bits of pages) within 512 MiB.</summary>
internal sealed class Arm64Filter : WordFilter
{
    /// <inheritdoc/>
    protected override void Convert(Span<byte> instruction, uint address)
    {
        uint word = BinaryPrimitives.ReadUInt32LittleEndian(instruction);
        if (word >> 26 == 0x25)
        {
            uint target = (word - (address >> 2)) & 0x03FFFFFF;
            BinaryPrimitives.WriteUInt32LittleEndian(instruction, 0x94000000 | target);
        }
        else if ((word & 0x9F000000) == 0x90000000)
        {
            ConvertPage(instruction, word, address);
        }
    }

    private static void ConvertPage(Span<byte> instruction, uint word, uint address)
    {
        // ADRP has the two lowest bits of its operand at bit 29 and the other nineteen at bit 5.
        uint source = ((word >> 29) & 3) | ((word >> 3) & 0x1FFFFC);
        if (((source + 0x20000) & 0x1C0000) != 0)
        {
            return;
        }
        uint target = source - (address >> 12);
        word = (word & 0x9000001F)
            | ((target & 3) << 29)
            | ((target & 0x3FFFC) << 3)
            | ((0 - (target & 0x20000)) & 0xE00000);
        BinaryPrimitives.WriteUInt32LittleEndian(instruction, word);
    }
}
