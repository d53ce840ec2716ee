using System.Buffers.Binary;

namespace Avocado.Formats.Compression.Xz.Filters;

/// <summary>
/// x86 and x86-64: the 32-bit operands of E8 (call) and E9 (jump). The encoder converted only operands whose highest
/// byte is 00 or FF, and left alone operands that overlap with what may be another branch's operand; this follows
/// the same rules backwards.
/// </summary>
internal sealed class X86Filter : BranchFilter
{
    private const int InstructionSize = 5;

    /// <summary>Bit n is set when the byte n+1 before is E8 or E9 and was not converted; three bits.</summary>
    private int _opcodesBefore;

    /// <inheritdoc/>
    public override int Alignment => 1;

    /// <inheritdoc/>
    public override int Decode(Span<byte> code, uint address)
    {
        int position = 0;
        while (position + InstructionSize <= code.Length)
        {
            if (_opcodesBefore == 0)
            {
                int skip = code[position..^(InstructionSize - 1)].IndexOfAny((byte)0xE8, (byte)0xE9);
                if (skip < 0)
                {
                    return code.Length - InstructionSize + 1;
                }
                position += skip;
            }
            bool isOpcode = (code[position] & 0xFE) == 0xE8;
            if (isOpcode && TryConvert(code.Slice(position + 1, sizeof(uint)), address + (uint)position))
            {
                position += InstructionSize;
                _opcodesBefore = 0;
                continue;
            }
            _opcodesBefore = ((_opcodesBefore << 1) & 0b111) | (isOpcode ? 1 : 0);
            position++;
        }
        return position;
    }

    private bool TryConvert(Span<byte> operand, uint address)
    {
        // With an earlier opcode n bytes before, operand byte 3-n is the highest of that opcode's operand.
        int earlier = _opcodesBefore switch
        {
            0b000 => 0,
            0b001 => 1,
            0b010 => 2,
            0b100 => 3,
            _ => -1,
        };
        if (earlier < 0 || !IsSignByte(operand[3]) || (earlier > 0 && IsSignByte(operand[3 - earlier])))
        {
            return false;
        }
        uint source = BinaryPrimitives.ReadUInt32LittleEndian(operand);
        uint next = address + InstructionSize;
        uint target = source - next;
        if (earlier > 0)
        {
            int shift = 8 * (3 - earlier);
            while (IsSignByte((byte)(target >> shift)))
            {
                // The encoder inverted the low bytes so that the earlier operand still looks unconverted.
                source = target ^ ((1u << (shift + 8)) - 1);
                target = source - next;
            }
        }
        // The highest byte repeats bit 24.
        target = (target & 0x01FFFFFF) | (0 - (target & 0x01000000));
        BinaryPrimitives.WriteUInt32LittleEndian(operand, target);
        return true;
    }

    private static bool IsSignByte(byte value) => value is 0x00 or 0xFF;
}
