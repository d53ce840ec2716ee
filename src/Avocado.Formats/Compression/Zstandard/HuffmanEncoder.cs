using System.Runtime.CompilerServices;
using Avocado.Formats.Compression.Deflate;

namespace Avocado.Formats.Compression.Zstandard;

/// <summary>A Huffman code of literals: its lengths, its description and the streams it makes (section 4.2).</summary>
internal sealed unsafe class HuffmanEncoder
{
    /// <summary>Of the longest codes so many fit between two flushes.</summary>
    private const int SymbolsPerFlush = BitSink.Room / ZstdFormat.MaxHuffmanBits;

    private readonly byte[] _lengths = new byte[LiteralsFormat.Symbols];

    /// <summary>A code for each symbol: its length in the low byte, its bits above.</summary>
    private readonly Pinned<uint> _codes = new(LiteralsFormat.Symbols);
    private readonly FseEncoder _weightCode = new(ZstdFormat.MaxHuffmanBits + 1, LiteralsFormat.MaxWeightLog);
    private int _maxBits;
    private int _last;

    /// <summary>Makes the best code for counts of at least two symbols.</summary>
    public void Make(ReadOnlySpan<int> counts, HuffmanLengths work)
    {
        work.Make(counts, ZstdFormat.MaxHuffmanBits, _lengths);
        _maxBits = 0;
        Span<int> next = stackalloc int[ZstdFormat.MaxHuffmanBits + 2];
        next.Clear();
        for (int symbol = 0; symbol < LiteralsFormat.Symbols; symbol++)
        {
            if (_lengths[symbol] > 0)
            {
                _maxBits = Math.Max(_maxBits, _lengths[symbol]);
                _last = symbol;
                next[_lengths[symbol]]++;
            }
        }
        // The longest codes come first; code values go on where those one bit longer ended.
        int code = 0;
        for (int length = _maxBits; length > 0; length--)
        {
            int count = next[length];
            next[length] = code;
            code = (code + count) >> 1;
        }
        Span<uint> codes = _codes.Span;
        for (int symbol = 0; symbol <= _last; symbol++)
        {
            int length = _lengths[symbol];
            codes[symbol] = length > 0 ? (uint)length | ((uint)next[length]++ << 8) : 0;
        }
    }

    /// <summary>What symbols will take in bits; -1 when one of them has no code.</summary>
    public long CostOf(ReadOnlySpan<int> counts)
    {
        long bits = 0;
        for (int symbol = 0; symbol < counts.Length; symbol++)
        {
            if (counts[symbol] > 0 && _lengths[symbol] == 0)
            {
                return -1;
            }
            bits += (long)counts[symbol] * _lengths[symbol];
        }
        return bits;
    }

    /// <summary>The code's length for a symbol; 0 when it has none.</summary>
    public int LengthOf(int symbol) => _lengths[symbol];

    /// <summary>Writes the code's description (section 4.2.1).</summary>
    /// <returns>Its size in bytes; 0 when there is none.</returns>
    public int WriteDescription(byte* destination)
    {
        Span<byte> weights = stackalloc byte[LiteralsFormat.Symbols];
        for (int symbol = 0; symbol < _last; symbol++)
        {
            weights[symbol] = (byte)(_lengths[symbol] == 0 ? 0 : _maxBits + 1 - _lengths[symbol]);
        }
        int count = _last;
        int compressed = WriteCompressed(weights[..count], destination + 1);
        int direct = count <= LiteralsFormat.FirstDirect ? (count + 1) / 2 : int.MaxValue;
        if (compressed > 0 && compressed < direct && compressed < LiteralsFormat.FirstDirect)
        {
            destination[0] = (byte)compressed;
            return 1 + compressed;
        }
        if (direct == int.MaxValue)
        {
            return 0;
        }
        destination[0] = (byte)(LiteralsFormat.FirstDirect - 1 + count);
        weights[count] = 0;
        for (int i = 0; i < direct; i++)
        {
            destination[1 + i] = (byte)((weights[2 * i] << 4) | weights[(2 * i) + 1]);
        }
        return 1 + direct;
    }

    /// <summary>Writes one stream.</summary>
    /// <returns>Its size in bytes.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int WriteOne(byte* literals, int count, byte* destination)
    {
        uint* codes = _codes.Pointer;
        var sink = new BitSink(destination);
        byte* next = literals + count;
        for (int rest = count % SymbolsPerFlush; rest > 0; rest--)
        {
            Add(ref sink, codes[*--next]);
        }
        sink.Flush();
        while (next > literals)
        {
            next -= SymbolsPerFlush;
            Add(ref sink, codes[next[4]]);
            Add(ref sink, codes[next[3]]);
            Add(ref sink, codes[next[2]]);
            Add(ref sink, codes[next[1]]);
            Add(ref sink, codes[next[0]]);
            sink.Flush();
        }
        return (int)(sink.Close() - destination);
    }

    /// <summary>Writes four streams behind their jump table.</summary>
    /// <returns>Their size in bytes.</returns>
    public int WriteFour(byte* literals, int count, byte* destination)
    {
        int segment = (count + LiteralsFormat.Streams - 1) / LiteralsFormat.Streams;
        byte* next = destination + LiteralsFormat.JumpTableSize;
        for (int stream = 0; stream < LiteralsFormat.Streams; stream++)
        {
            int size = WriteOne(literals, Math.Min(segment, count), next);
            if (stream < LiteralsFormat.Streams - 1)
            {
                destination[2 * stream] = (byte)size;
                destination[(2 * stream) + 1] = (byte)(size >> 8);
            }
            next += size;
            literals += segment;
            count -= segment;
        }
        return (int)(next - destination);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref BitSink sink, uint code) => sink.Add(code >> 8, (byte)code);

    /// <summary>Compresses weights with two states that take turns; 0 when that is not possible.</summary>
    private int WriteCompressed(ReadOnlySpan<byte> weights, byte* destination)
    {
        Span<int> counts = stackalloc int[ZstdFormat.MaxHuffmanBits + 1];
        counts.Clear();
        foreach (byte weight in weights)
        {
            counts[weight]++;
        }
        int used = counts.Length - counts.Count(0);
        if (used < 2 || weights.Length < 2)
        {
            return 0;
        }
        counts = counts[..(counts.LastIndexOfAnyExcept(0) + 1)];
        int log = FseNormaliser.LogFor(weights.Length, used, LiteralsFormat.MaxWeightLog);
        Span<short> shares = stackalloc short[counts.Length];
        FseNormaliser.Normalise(counts, weights.Length, log, shares);
        _weightCode.Make(shares, log);
        int header = FseEncoder.WriteShares(shares, log, destination);
        var sink = new BitSink(destination + header);
        uint state = _weightCode.Begin(weights[^1]);
        uint other = _weightCode.Begin(weights[^2]);
        for (int i = weights.Length - 3; i >= 0; i--)
        {
            FseTransition transition = _weightCode.Transitions[weights[i]];
            int bits = (int)(state + (uint)transition.Bits) >> 16;
            sink.Add(state & ((1u << bits) - 1), bits);
            sink.Flush();
            state = _weightCode.States[(state >> bits) + transition.Base];
            (state, other) = (other, state);
        }
        // The state of the first symbol is read first: it comes last.
        sink.Add(state & ((1u << log) - 1), log);
        sink.Add(other & ((1u << log) - 1), log);
        return (int)(sink.Close() - destination);
    }
}
