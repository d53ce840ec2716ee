using System.Numerics;
using System.Runtime.CompilerServices;

namespace Avocado.Formats.Compression.Zstandard;

/// <summary>Encodes symbols of a distribution (section 4.1): the transitions a decoder makes, backwards.</summary>
internal sealed unsafe class FseEncoder
{
    private readonly int _maxLog;
    private readonly Pinned<ushort> _states;
    private readonly Pinned<FseTransition> _transitions;
    private readonly short[] _shares;
    private readonly byte[] _symbolOf;
    private int _symbols;

    /// <param name="maxSymbols">How many symbols there may be.</param>
    /// <param name="maxLog">The highest logarithm the code may have.</param>
    public FseEncoder(int maxSymbols, int maxLog)
    {
        _maxLog = maxLog;
        _states = new Pinned<ushort>(1 << maxLog);
        _transitions = new Pinned<FseTransition>(maxSymbols);
        _shares = new short[maxSymbols];
        _symbolOf = new byte[1 << maxLog];
    }

    /// <summary>Logarithm of the number of states; 0 when there is only one symbol.</summary>
    public int Log { get; private set; }

    /// <summary>The highest logarithm the code may have.</summary>
    public int MaxLog => _maxLog;

    /// <summary>The table of states.</summary>
    public ushort* States
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _states.Pointer;
    }

    /// <summary>How each symbol changes the state.</summary>
    public FseTransition* Transitions
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _transitions.Pointer;
    }

    /// <summary>Makes the tables of one symbol that takes no bits.</summary>
    public void MakeRle(int symbol)
    {
        Log = 0;
        _symbols = 0;
        _states.Span[0] = 0;
        _transitions.Span[symbol] = default;
    }

    /// <summary>Makes the tables.</summary>
    public void Make(ReadOnlySpan<short> shares, int log)
    {
        Log = log;
        _symbols = shares.Length;
        shares.CopyTo(_shares);
        FseSpread.Spread(shares, log, _symbolOf);
        Span<int> first = stackalloc int[shares.Length];
        int total = 0;
        int size = 1 << log;
        Span<FseTransition> transitions = _transitions.Span;
        for (int symbol = 0; symbol < shares.Length; symbol++)
        {
            first[symbol] = total;
            int share = Math.Abs((int)shares[symbol]);
            if (share > 0)
            {
                int bits = share == 1 ? log : log - BitOperations.Log2((uint)(share - 1));
                // A state takes `bits` bits from share << bits on, one less below.
                int least = share == 1 ? size : share << bits;
                transitions[symbol] = new FseTransition(total - share, (bits << 16) - least);
            }
            total += share;
        }
        Span<ushort> states = _states.Span;
        for (int state = 0; state < size; state++)
        {
            states[first[_symbolOf[state]]++] = (ushort)(size + state);
        }
    }

    /// <summary>What symbols will cost, in steps of <see cref="FixedLog"/>; -1 when one of them has no state.</summary>
    public long CostOf(ReadOnlySpan<int> counts) => CostOf(counts, _shares.AsSpan(0, _symbols), Log);

    /// <inheritdoc cref="CostOf(ReadOnlySpan{int})"/>
    public static long CostOf(ReadOnlySpan<int> counts, ReadOnlySpan<short> shares, int log)
    {
        long cost = 0;
        for (int symbol = 0; symbol < counts.Length; symbol++)
        {
            if (counts[symbol] > 0)
            {
                int share = symbol < shares.Length ? Math.Abs((int)shares[symbol]) : 0;
                if (share == 0)
                {
                    return -1;
                }
                cost += (long)counts[symbol] * ((log * FixedLog.One) - FixedLog.Of((uint)share));
            }
        }
        return cost;
    }

    /// <summary>The state in which a decoder ends with a symbol.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Begin(int symbol)
    {
        if (Log == 0)
        {
            return 0;
        }
        int share = Math.Abs((int)_shares[symbol]);
        return _states.Pointer[_transitions.Pointer[symbol].Base + share];
    }

    /// <summary>Writes the description of a distribution (section 4.1.1).</summary>
    /// <returns>How many bytes it takes.</returns>
    public static int WriteShares(ReadOnlySpan<short> shares, int log, byte* destination)
    {
        var sink = new BitSink(destination);
        int total = 0;
        void Add(int value, int count)
        {
            sink.Add((ulong)value, count);
            sink.Flush();
            total += count;
        }
        Add(log - FseDistribution.MinLog, 4);
        int remaining = (1 << log) + 1;
        for (int symbol = 0; remaining > 1; symbol++)
        {
            int share = shares[symbol];
            int bits = BitOperations.Log2((uint)remaining) + 1;
            int shorter = 1 << (bits - 1);
            int room = (2 * shorter) - 1 - remaining;
            int value = share + 1;
            if (value < room)
            {
                Add(value, bits - 1);
            }
            else
            {
                Add(value >= shorter ? value + room : value, bits);
            }
            remaining -= Math.Abs(share);
            if (share == 0)
            {
                int zeros = 0;
                while (shares[symbol + 1 + zeros] == 0)
                {
                    zeros++;
                }
                symbol += zeros;
                for (; zeros >= 3; zeros -= 3)
                {
                    Add(3, 2);
                }
                Add(zeros, 2);
            }
        }
        return (total + 7) >> 3;
    }
}
