using System.Runtime.CompilerServices;

namespace Avocado.Formats.Compression.Lz4;

/// <summary>
/// Takes the first match it meets. Of all positions whose next five bytes have the same hash it knows the newest.
/// </summary>
internal sealed unsafe class Lz4FastEncoder(Lz4Effort effort) : IBlockEncoder
{
    /// <summary>32 KiB of positions: what a processor's first cache holds.</summary>
    private const int HashBits = 13;

    /// <summary>The bytes of a hash, at the high end of a word.</summary>
    private const int HashShift = 64 - (5 * 8);

    private const ulong HashFactor = 0x9E3779B185EBCA87;

    private readonly Pinned<int> _newest = new(1 << HashBits);

    /// <summary>What the table calls the block's first byte: more than all that earlier blocks left there.</summary>
    private int _origin = 1;

    /// <inheritdoc/>
    public int Encode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (_origin > int.MaxValue - source.Length)
        {
            _newest.Span.Clear();
            _origin = 1;
        }
        fixed (byte* start = source)
        fixed (byte* output = destination)
        {
            var sequences = new Lz4Output(output, destination.Length);
            if (source.Length < Lz4Format.LastMatchDistance)
            {
                return sequences.TryWriteLast(start, source.Length) ? sequences.Length : 0;
            }
            int length = Encode(start, source.Length, sequences);
            _origin += source.Length;
            return length;
        }
    }

    private int Encode(byte* start, int length, Lz4Output output)
    {
        int* newest = _newest.Pointer;
        int origin = _origin;
        int patience = effort.Patience;
        byte* literals = start;
        byte* next = start;
        byte* matchLimit = start + length - Lz4Format.LastLiterals;
        byte* last = start + length - Lz4Format.LastMatchDistance;
        int misses = 1 << patience;
        while (next <= last)
        {
            uint first = Words.Load32(next);
            int* entry = newest + Hash(next);
            int position = (int)(next - start);
            int candidate = *entry - origin;
            *entry = position + origin;
            byte* match = start + candidate;
            if (candidate < 0 || position - candidate > Lz4Format.MaxOffset || Words.Load32(match) != first)
            {
                next += misses++ >> patience;
                continue;
            }
            byte* behind = next + Lz4Format.MinMatch;
            behind += Words.CountEqual(behind, match + Lz4Format.MinMatch, matchLimit);
            int offset = position - candidate;
            while (next > literals && match > start && next[-1] == match[-1])
            {
                next--;
                match--;
            }
            if (!output.TryWrite(literals, (int)(next - literals), offset, (int)(behind - next)))
            {
                return 0;
            }
            literals = next = behind;
            misses = 1 << patience;
            if (next <= last)
            {
                newest[Hash(next - 2)] = (int)(next - 2 - start) + origin;
            }
        }
        return output.TryWriteLast(literals, (int)(start + length - literals)) ? output.Length : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(byte* next) =>
        (uint)(((Words.Load64(next) << HashShift) * HashFactor) >> (64 - HashBits));
}
