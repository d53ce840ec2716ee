using System.Buffers.Binary;

namespace Avocado.Formats.Compression.Xz.Filters;

/// <summary>ARM Thumb: BL as two half words of 11 bits, a count of half words from the instruction plus 4.</summary>
internal sealed class ArmThumbFilter : BranchFilter
{
    private const int Half = sizeof(ushort);
    private const int InstructionSize = 2 * Half;

    /// <inheritdoc/>
    public override int Alignment => Half;

    /// <inheritdoc/>
    public override int Decode(Span<byte> code, uint address)
    {
        int position = 0;
        for (; position + InstructionSize <= code.Length; position += Half)
        {
            Span<byte> first = code.Slice(position, Half);
            Span<byte> second = code.Slice(position + Half, Half);
            uint high = BinaryPrimitives.ReadUInt16LittleEndian(first);
            uint low = BinaryPrimitives.ReadUInt16LittleEndian(second);
            if ((high & 0xF800) != 0xF000 || (low & 0xF800) != 0xF800)
            {
                continue;
            }
            uint source = ((high & 0x7FF) << 12) | ((low & 0x7FF) << 1);
            uint target = source - (address + (uint)position + 4);
            BinaryPrimitives.WriteUInt16LittleEndian(first, (ushort)(0xF000 | ((target >> 12) & 0x7FF)));
            BinaryPrimitives.WriteUInt16LittleEndian(second, (ushort)(0xF800 | ((target >> 1) & 0x7FF)));
            position += Half;
        }
        return position;
    }
}
