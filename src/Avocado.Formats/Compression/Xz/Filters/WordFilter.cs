namespace Avocado.Formats.Compression.Xz.Filters;

/// <summary>A branch filter for instructions of four bytes at multiples of four.</summary>
internal abstract class WordFilter : BranchFilter
{
    private const int InstructionSize = sizeof(uint);

    /// <inheritdoc/>
    public override int Alignment => InstructionSize;

    /// <inheritdoc/>
    public override int Decode(Span<byte> code, uint address)
    {
        int position = 0;
        for (; position + InstructionSize <= code.Length; position += InstructionSize)
        {
            Convert(code.Slice(position, InstructionSize), address + (uint)position);
        }
        return position;
    }

    /// <summary>Converts one instruction where it is a branch.</summary>
    protected abstract void Convert(Span<byte> instruction, uint address);
}
