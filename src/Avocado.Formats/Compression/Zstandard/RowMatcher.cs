using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Avocado.Formats.Compression.Zstandard;

/// <summary>
/// Keeps the newest positions of each hash in a row, with a byte of the hash for each, so that one comparison of
/// vectors finds the few worth looking at.
/// </summary>
/// <remarks>Vectors are used for equality alone: the result is the same on every processor.</remarks>
internal sealed unsafe class RowMatcher(ZstdEffort effort)
{
    private const int TagBits = 8;
    private const int MinRowLog = 4;
    private const int MaxRowLog = 6;

    /// <summary>After a longer match than this only its ends are added.</summary>
    private const uint MaxAdded = 384;
    private const uint AddedFirst = 96;
    private const uint AddedLast = 32;

    private readonly int _rowLog = Math.Clamp(effort.SearchLog, MinRowLog, MaxRowLog);
    private readonly int _attempts = 1 << effort.SearchLog;
    private readonly int _shift = 64 - (8 * effort.MinMatch);
    private readonly PositionTable _positions = new();
    private Pinned<byte> _tags = new(1);
    private Pinned<byte> _heads = new(1);
    private int _hashBits;
    private uint _next;

    public void Prepare(int log)
    {
        _positions.Prepare(log);
        _hashBits = log - _rowLog + TagBits;
        if (_tags.Length < 1 << log)
        {
            _tags = new Pinned<byte>(1 << log);
            _heads = new Pinned<byte>(1 << (log - _rowLog));
        }
    }

    public void Clear() => _positions.Clear();

    public void Reduce(uint reduction)
    {
        _positions.Reduce(reduction);
        _next -= Math.Min(_next, reduction);
    }

    /// <summary>Begins a frame.</summary>
    public void Restart(uint position) => _next = position;

    /// <summary>Adds positions up to <paramref name="position"/> and finds the longest match there.</summary>
    /// <param name="origin">Where position 0 would be.</param>
    /// <param name="position">Eight bytes are readable there.</param>
    /// <param name="lowest">The lowest position that may be matched.</param>
    /// <param name="end">Where matches end at the latest.</param>
    /// <param name="best">Only longer matches are of interest; at least 3.</param>
    /// <param name="offset">The match's offset, unchanged when there is none.</param>
    /// <returns>The match's length, or <paramref name="best"/> when none is longer.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public uint Find(byte* origin, uint position, uint lowest, byte* end, uint best, ref uint offset)
    {
        if (_next < position)
        {
            AddUpTo(origin, position);
        }
        byte* next = origin + position;
        uint* positions = _positions.Pointer;
        byte* tags = _tags.Pointer;
        byte* heads = _heads.Pointer;
        int rowLog = _rowLog;
        uint rowMask = (1u << rowLog) - 1;
        uint hash = MatchFinding.Hash(Words.Load64(next), _shift, _hashBits);
        uint row = hash >> TagBits << rowLog;
        uint head = heads[hash >> TagBits];
        ulong matches = Compare(tags + row, (byte)hash, rowLog, head);
        uint first = Words.Load32(next);
        for (int attempts = _attempts; matches != 0 && attempts > 0; attempts--, matches &= matches - 1)
        {
            uint candidate = positions[row + ((head + (uint)BitOperations.TrailingZeroCount(matches)) & rowMask)];
            if (candidate < lowest)
            {
                // All that follow are older.
                break;
            }
            byte* match = origin + candidate;
            // The bytes that would make the match longer differ most often.
            if (Words.Load32(match + best - 3) == Words.Load32(next + best - 3) && Words.Load32(match) == first)
            {
                uint length = 4 + Words.CountEqual(next + 4, match + 4, end);
                if (length > best)
                {
                    best = length;
                    offset = position - candidate;
                    if (next + length + 1 > end)
                    {
                        break;
                    }
                }
            }
        }
        head = (head - 1) & rowMask;
        heads[hash >> TagBits] = (byte)head;
        tags[row + head] = (byte)hash;
        positions[row + head] = position;
        _next = position + 1;
        return best;
    }

    /// <summary>One bit for each entry that may match, the newest first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Compare(byte* row, byte tag, int rowLog, uint head)
    {
        Vector128<byte> wanted = Vector128.Create(tag);
        uint low = Vector128.Equals(Vector128.Load(row), wanted).ExtractMostSignificantBits();
        if (rowLog == MinRowLog)
        {
            return (ushort)((low | (low << 16)) >> (int)head);
        }
        low |= Vector128.Equals(Vector128.Load(row + 16), wanted).ExtractMostSignificantBits() << 16;
        if (rowLog < MaxRowLog)
        {
            return BitOperations.RotateRight(low, (int)head);
        }
        uint high = Vector128.Equals(Vector128.Load(row + 32), wanted).ExtractMostSignificantBits();
        high |= Vector128.Equals(Vector128.Load(row + 48), wanted).ExtractMostSignificantBits() << 16;
        return BitOperations.RotateRight(low | ((ulong)high << 32), (int)head);
    }

    private void AddUpTo(byte* origin, uint position)
    {
        uint next = _next;
        if (position - next > MaxAdded)
        {
            Add(origin, next, next + AddedFirst);
            next = position - AddedLast;
        }
        Add(origin, next, position);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(byte* origin, uint next, uint end)
    {
        uint* positions = _positions.Pointer;
        byte* tags = _tags.Pointer;
        byte* heads = _heads.Pointer;
        uint rowMask = (1u << _rowLog) - 1;
        int rowLog = _rowLog;
        for (; next < end; next++)
        {
            uint hash = MatchFinding.Hash(Words.Load64(origin + next), _shift, _hashBits);
            uint head = (heads[hash >> TagBits] - 1u) & rowMask;
            heads[hash >> TagBits] = (byte)head;
            uint slot = (hash >> TagBits << rowLog) + head;
            tags[slot] = (byte)hash;
            positions[slot] = next;
        }
    }
}
