using System.Runtime.CompilerServices;

namespace Avocado.Formats.Compression.Zstandard;

/// <summary>The sequences of the block that is being made, and its literals one after another.</summary>
internal sealed unsafe class SequenceStore
{
    /// <summary>The most sequences of a block.</summary>
    public const int Capacity = (ZstdFormat.MaxBlockSize / ZstdFormat.MinMatch) + 1;

    private readonly Pinned<byte> _literals = new(ZstdFormat.MaxBlockSize + ZstdFormat.Slack);
    private readonly Pinned<ZstdSequence> _sequences = new(Capacity);
    private byte* _nextLiteral;
    private ZstdSequence* _next;

    /// <summary>All literals, with those after the last match.</summary>
    public byte* Literals => _literals.Pointer;

    public int LiteralCount => (int)(_nextLiteral - _literals.Pointer);

    public ZstdSequence* Sequences => _sequences.Pointer;

    public int Count => (int)(_next - _sequences.Pointer);

    /// <summary>Begins a block.</summary>
    public void Clear()
    {
        _nextLiteral = _literals.Pointer;
        _next = _sequences.Pointer;
    }

    /// <summary>Adds a sequence.</summary>
    /// <param name="literals">Where its literals are; those near the end are copied without reading too far.</param>
    /// <param name="count">How many.</param>
    /// <param name="safeEnd">Reading 32 bytes before this is safe.</param>
    /// <param name="matchLength">At least <see cref="ZstdFormat.MinMatch"/>.</param>
    /// <param name="offset">How far back the match is.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(byte* literals, uint count, byte* safeEnd, uint matchLength, uint offset)
    {
        byte* to = _nextLiteral;
        if (literals + count <= safeEnd)
        {
            Words.Copy16(to, literals);
            for (uint done = 16; done < count; done += 16)
            {
                Words.Copy16(to + done, literals + done);
            }
        }
        else
        {
            Buffer.MemoryCopy(literals, to, count, count);
        }
        _nextLiteral = to + count;
        *_next++ = new ZstdSequence(count, matchLength, offset);
    }

    /// <summary>Adds the literals after the last match.</summary>
    public void Close(byte* literals, uint count)
    {
        Buffer.MemoryCopy(literals, _nextLiteral, count, count);
        _nextLiteral += count;
    }
}
