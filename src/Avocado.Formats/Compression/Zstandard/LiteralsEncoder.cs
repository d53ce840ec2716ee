using System.Runtime.CompilerServices;
using Avocado.Formats.Compression.Deflate;

namespace Avocado.Formats.Compression.Zstandard;

/// <summary>Writes the literals of a block (section 3.1.1.3.1), in whichever form is smallest.</summary>
internal sealed unsafe class LiteralsEncoder
{
    /// <summary>Fewer literals are not worth a code.</summary>
    private const int MinCompressed = 32;

    /// <summary>Fewer than this make one stream.</summary>
    private const int MinFourStreams = 256;

    private const int Lanes = 4;

    private readonly HuffmanLengths _lengths = new();
    private readonly Pinned<int> _counts = new(Lanes * LiteralsFormat.Symbols);
    private HuffmanEncoder _current = new();
    private HuffmanEncoder _candidate = new();
    private bool _hasCurrent;
    private bool _tookCandidate;

    /// <summary>Begins a frame.</summary>
    public void Clear() => _hasCurrent = false;

    /// <summary>The block that was written last is used: decoders know its code now.</summary>
    public void Commit()
    {
        if (_tookCandidate)
        {
            (_current, _candidate) = (_candidate, _current);
            _hasCurrent = true;
            _tookCandidate = false;
        }
    }

    /// <summary>Writes the section.</summary>
    /// <param name="literals">The literals; a word before them is readable.</param>
    /// <param name="count">How many.</param>
    /// <param name="destination">Room for the literals and more.</param>
    /// <returns>Its size in bytes.</returns>
    public int Write(byte* literals, int count, byte* destination)
    {
        _tookCandidate = false;
        if (count < MinCompressed && !(_hasCurrent && count > 6))
        {
            return WritePlain(literals, count, destination, LiteralsFormat.Raw);
        }
        Span<int> counts = Count(literals, count);
        int most = 0;
        foreach (int value in counts)
        {
            most = Math.Max(most, value);
        }
        if (most == count)
        {
            return WritePlain(literals, count, destination, LiteralsFormat.Rle);
        }
        // No symbol stands out: a code would save nothing.
        if (most <= (count >> 7) + 4 && count > MinFourStreams)
        {
            return WritePlain(literals, count, destination, LiteralsFormat.Raw);
        }
        long reused = _hasCurrent ? _current.CostOf(counts) : -1;
        long bits = long.MaxValue;
        int description = 0;
        byte* body = destination + HeaderSize(count, isPlain: false);
        if (count >= MinCompressed)
        {
            _candidate.Make(counts, _lengths);
            description = _candidate.WriteDescription(body);
            bits = description > 0 ? _candidate.CostOf(counts) + (8 * description) : long.MaxValue;
        }
        bool isReused = reused >= 0 && reused <= bits;
        if (isReused)
        {
            bits = reused;
            description = 0;
        }
        bool isFour = count >= MinFourStreams;
        int minGain = (count >> 6) + 2;
        int ends = isFour ? LiteralsFormat.JumpTableSize + LiteralsFormat.Streams : 1;
        if (bits == long.MaxValue || (bits >> 3) + ends + minGain > count)
        {
            return WritePlain(literals, count, destination, LiteralsFormat.Raw);
        }
        HuffmanEncoder code = isReused ? _current : _candidate;
        int size = description + (isFour
            ? code.WriteFour(literals, count, body + description)
            : code.WriteOne(literals, count, body + description));
        int type = isReused ? LiteralsFormat.Treeless : LiteralsFormat.Compressed;
        WriteHeader(type, count, size, isFour, destination);
        _tookCandidate = !isReused;
        return (int)(body - destination) + size;
    }

    private static int HeaderSize(int count, bool isPlain) => isPlain
        ? count < 32 ? 1 : count < 4096 ? 2 : 3
        : count < 1024 ? 3 : count < 16384 ? 4 : 5;

    private static int WritePlain(byte* literals, int count, byte* destination, int type)
    {
        int headerSize = HeaderSize(count, isPlain: true);
        // 5, 12 or 20 bits of size.
        uint header = headerSize switch
        {
            1 => (uint)(type | (count << 3)),
            2 => (uint)(type | (1 << 2) | (count << 4)),
            _ => (uint)(type | (3 << 2) | (count << 4)),
        };
        for (int i = 0; i < headerSize; i++)
        {
            destination[i] = (byte)(header >> (8 * i));
        }
        int stored = type == LiteralsFormat.Raw ? count : 1;
        Buffer.MemoryCopy(literals, destination + headerSize, stored, stored);
        return headerSize + stored;
    }

    private static void WriteHeader(int type, int count, int size, bool isFour, byte* destination)
    {
        int headerSize = HeaderSize(count, isPlain: false);
        // 10, 14 or 18 bits of each size.
        int bits = 10 + (4 * (headerSize - 3));
        int form = headerSize == 3 ? (isFour ? 1 : 0) : headerSize - 2;
        ulong header = (uint)type | ((uint)form << 2) | ((uint)count << 4) | ((ulong)(uint)size << (4 + bits));
        for (int i = 0; i < headerSize; i++)
        {
            destination[i] = (byte)(header >> (8 * i));
        }
    }

    /// <summary>Counts in lanes, because the same counter twice in a row is slow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Span<int> Count(byte* literals, int count)
    {
        _counts.Span.Clear();
        int* lane1 = _counts.Pointer;
        int* lane2 = lane1 + LiteralsFormat.Symbols;
        int* lane3 = lane2 + LiteralsFormat.Symbols;
        int* lane4 = lane3 + LiteralsFormat.Symbols;
        byte* next = literals;
        byte* end = literals + count;
        for (; next + 8 <= end; next += 8)
        {
            ulong word = Words.Load64(next);
            lane1[(byte)word]++;
            lane2[(byte)(word >> 8)]++;
            lane3[(byte)(word >> 16)]++;
            lane4[(byte)(word >> 24)]++;
            lane1[(byte)(word >> 32)]++;
            lane2[(byte)(word >> 40)]++;
            lane3[(byte)(word >> 48)]++;
            lane4[(byte)(word >> 56)]++;
        }
        for (; next < end; next++)
        {
            lane1[*next]++;
        }
        for (int symbol = 0; symbol < LiteralsFormat.Symbols; symbol++)
        {
            lane1[symbol] += lane2[symbol] + lane3[symbol] + lane4[symbol];
        }
        return _counts.Span[..LiteralsFormat.Symbols];
    }
}
