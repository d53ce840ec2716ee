using System.Buffers.Binary;

namespace Avocado.Formats.Compression.Xz.Filters;

/// <summary>Big-endian PowerPC: bl, 24 bits of words relative to the instruction.</summary>
internal sealed class PowerPcFilter : WordFilter
{
    private const uint OperandMask = 0x03FFFFFC;

    /// <inheritdoc/>
    protected override void Convert(Span<byte> instruction, uint address)
    {
        uint word = BinaryPrimitives.ReadUInt32BigEndian(instruction);
        if ((word & ~OperandMask) == 0x48000001)
        {
            uint target = (word & OperandMask) - address;
            BinaryPrimitives.WriteUInt32BigEndian(instruction, 0x48000001 | (target & OperandMask));
        }
    }
}
