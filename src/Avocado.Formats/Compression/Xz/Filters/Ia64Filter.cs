using System.Buffers.Binary;

namespace Avocado.Formats.Compression.Xz.Filters;

/// <summary>Itanium: br.call in bundles of 16 bytes: a 5-bit template, then three slots of 41 bits.</summary>
internal sealed class Ia64Filter : BranchFilter
{
    private const int BundleSize = 16;
    private const int TemplateBits = 5;
    private const int SlotBits = 41;
    private const ulong SlotMask = (1UL << SlotBits) - 1;

    /// <summary>The bits of an operand inside its slot: 20 bits at 13 and the sign at 36.</summary>
    private const int OperandShift = 13;
    private const ulong OperandMask = (0xFFFFFUL << OperandShift) | (1UL << SignShift);
    private const int SignShift = 36;

    /// <inheritdoc/>
    public override int Alignment => BundleSize;

    /// <summary>For each template the slots (as bits) that are for branches.</summary>
    private static ReadOnlySpan<byte> BranchSlots =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        4, 4, 6, 6, 0, 0, 7, 7, 4, 4, 0, 0, 4, 4, 0, 0,
    ];

    /// <inheritdoc/>
    public override int Decode(Span<byte> code, uint address)
    {
        int position = 0;
        for (; position + BundleSize <= code.Length; position += BundleSize)
        {
            Span<byte> bundle = code.Slice(position, BundleSize);
            int slots = BranchSlots[bundle[0] & ((1 << TemplateBits) - 1)];
            if (slots == 0)
            {
                continue;
            }
            UInt128 bits = BinaryPrimitives.ReadUInt128LittleEndian(bundle);
            for (int slot = 0; slot < 3; slot++)
            {
                if ((slots & (1 << slot)) != 0)
                {
                    int shift = TemplateBits + (slot * SlotBits);
                    ulong before = (ulong)(bits >> shift) & SlotMask;
                    bits ^= (UInt128)(before ^ Convert(before, address + (uint)position)) << shift;
                }
            }
            BinaryPrimitives.WriteUInt128LittleEndian(bundle, bits);
        }
        return position;
    }

    private static ulong Convert(ulong slot, uint address)
    {
        bool isCall = ((slot >> 37) & 0xF) == 5 && ((slot >> 9) & 7) == 0;
        if (!isCall)
        {
            return slot;
        }
        // Operands count bundles of 16 bytes.
        uint source = (uint)(((slot >> OperandShift) & 0xFFFFF) | (((slot >> SignShift) & 1) << 20));
        uint target = ((source << 4) - address) >> 4;
        return (slot & ~OperandMask)
            | ((ulong)(target & 0xFFFFF) << OperandShift)
            | ((ulong)((target >> 20) & 1) << SignShift);
    }
}
