using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Avocado.Formats.Compression.Deflate;

/// <summary>
/// Finds earlier occurrences: positions whose next four bytes have the same hash form a chain, newest first; of those
/// whose next three bytes agree only the newest is known, because short matches far away are of no use.
/// </summary>
/// <remarks>
/// Positions are 16 bits, relative to a base that moves on by a window when it is a window behind, so that the tables
/// stay small enough for a processor's cache. Works on pointers: the caller says how many bytes are readable, and
/// nothing behind them is touched.
/// </remarks>
internal sealed unsafe class HashChainMatcher
{
    private const int Window = DeflateFormat.WindowSize;
    private const int Hash3Bits = 15;
    private const int Hash4Bits = 16;

    /// <summary>No position: more than a window behind every position.</summary>
    private const short None = short.MinValue;

    /// <summary>With fewer bytes left nothing is looked up: a hash takes four, of the next position.</summary>
    private const int MinLookup = 5;

    private readonly Pinned<short> _newest3 = new(1 << Hash3Bits);
    private readonly Pinned<short> _newest4 = new(1 << Hash4Bits);
    private readonly Pinned<short> _older = new(Window);
    private byte* _base;
    private uint _nextHash3;
    private uint _nextHash4;

    /// <summary>Forgets everything and begins at <paramref name="start"/>.</summary>
    public void Reset(byte* start)
    {
        _newest3.Span.Fill(None);
        _newest4.Span.Fill(None);
        _base = start;
        _nextHash3 = _nextHash4 = 0;
    }

    /// <summary>The bytes were moved in memory.</summary>
    public void Move(long distance) => _base += distance;

    /// <summary>Adds the position <paramref name="next"/> and finds the longest match for it.</summary>
    /// <param name="next">The position; each must be added or skipped, in order.</param>
    /// <param name="left">How many bytes are readable there.</param>
    /// <param name="best">Only matches longer than this are of interest.</param>
    /// <param name="depth">How many positions to compare with.</param>
    /// <param name="nice">A match of this length, at most <paramref name="left"/>, ends the search.</param>
    /// <param name="offset">The match's offset, unchanged when there is none.</param>
    /// <returns>The match's length, or <paramref name="best"/> when none is longer.</returns>
    public int Find(byte* next, int left, int best, int depth, int nice, ref int offset)
    {
        if (left < MinLookup)
        {
            return best;
        }
        short* older = _older.Pointer;
        int position = Add(next, older, out int candidate3, out int candidate4);
        byte* origin = _base;
        int oldest = position - Window;
        int maxLength = Math.Min(left, DeflateFormat.MaxMatch);
        nice = Math.Min(nice, maxLength);
        uint first = Words.Load32(next);
        if (best < DeflateFormat.MinMatch && candidate3 > oldest)
        {
            if (((Words.Load32(origin + candidate3) ^ first) & LowThree) == 0)
            {
                best = DeflateFormat.MinMatch;
                offset = position - candidate3;
            }
        }
        best = Math.Max(best, DeflateFormat.MinMatch - 1);
        if (best >= nice)
        {
            return best;
        }
        for (; candidate4 > oldest; candidate4 = older[candidate4 & (Window - 1)])
        {
            byte* match = origin + candidate4;
            // The bytes that would make the match longer differ most often, so they are compared first.
            if ((best < 4 || Words.Load32(match + best - 3) == Words.Load32(next + best - 3))
                && Words.Load32(match) == first)
            {
                int length = Extend(match, next, maxLength);
                if (length > best)
                {
                    best = length;
                    offset = position - candidate4;
                    if (best >= nice)
                    {
                        break;
                    }
                }
            }
            if (--depth == 0)
            {
                break;
            }
        }
        return best;
    }

    /// <summary>Adds positions without a search.</summary>
    /// <param name="next">The first.</param>
    /// <param name="left">How many bytes are readable there.</param>
    /// <param name="count">How many positions.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Skip(byte* next, long left, int count)
    {
        for (count = (int)Math.Min(count, left - MinLookup + 1); count > 0;)
        {
            long position = next - _base;
            if (position >= Window)
            {
                Advance();
                position -= Window;
            }
            int run = (int)Math.Min(count, Window - position);
            AddRun(next, (int)position, run);
            next += run;
            count -= run;
        }
    }

    /// <summary>Adds positions of which none is behind the window; on locals, which stay in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddRun(byte* next, int position, int count)
    {
        short* newest3 = _newest3.Pointer;
        short* newest4 = _newest4.Pointer;
        short* older = _older.Pointer;
        uint hash3 = _nextHash3;
        uint hash4 = _nextHash4;
        byte* end = next + count;
        do
        {
            newest3[hash3] = (short)position;
            older[position] = newest4[hash4];
            newest4[hash4] = (short)position;
            position++;
            next++;
            uint following = Words.Load32(next);
            hash3 = Hash(following & LowThree, Hash3Bits);
            hash4 = Hash(following, Hash4Bits);
        }
        while (next < end);
        _nextHash3 = hash3;
        _nextHash4 = hash4;
    }

    private static uint LowThree => 0xFFFFFF;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Add(byte* next, short* older, out int candidate3, out int candidate4)
    {
        long position = next - _base;
        if (position >= Window)
        {
            // A few positions at the end of a piece are never added, so it may be past the window by those.
            Advance();
            position -= Window;
        }
        short* newest3 = _newest3.Pointer + _nextHash3;
        short* newest4 = _newest4.Pointer + _nextHash4;
        candidate3 = *newest3;
        candidate4 = *newest4;
        *newest3 = (short)position;
        *newest4 = (short)position;
        older[position] = (short)candidate4;
        // The hashes of the next position are made ahead: its table entries are then loaded by the time of the search.
        uint following = Words.Load32(next + 1);
        _nextHash3 = Hash(following & LowThree, Hash3Bits);
        _nextHash4 = Hash(following, Hash4Bits);
        return (int)position;
    }

    /// <summary>Moves the base on by a window; positions that fall out of reach become <see cref="None"/>.</summary>
    private void Advance()
    {
        Rebase(_newest3.Span);
        Rebase(_newest4.Span);
        Rebase(_older.Span);
        _base += Window;
    }

    private static void Rebase(Span<short> positions)
    {
        // Subtracts a window and saturates at -32768. Vectors only for speed: the values are the same on every
        // processor.
        Span<Vector128<short>> vectors = MemoryMarshal.Cast<short, Vector128<short>>(positions);
        foreach (ref Vector128<short> vector in vectors)
        {
            vector = Vector128.Max(vector, Vector128<short>.Zero) | Vector128.Create(None);
        }
    }

    private static int Extend(byte* match, byte* next, int max)
    {
        int length = 4;
        for (; length + sizeof(ulong) <= max; length += sizeof(ulong))
        {
            ulong difference = Words.Load64(match + length) ^ Words.Load64(next + length);
            if (difference != 0)
            {
                return length + (BitOperations.TrailingZeroCount(difference) >> 3);
            }
        }
        while (length < max && match[length] == next[length])
        {
            length++;
        }
        return length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(uint bytes, int bits) => (bytes * 0x9E3779B1) >> (32 - bits);
}
