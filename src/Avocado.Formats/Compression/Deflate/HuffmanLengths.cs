namespace Avocado.Formats.Compression.Deflate;

/// <summary>Makes the best code lengths for given counts, none longer than a limit.</summary>
/// <remarks>
/// Symbols are ordered by count and then by number, so that equal counts never leave a choice. The lengths of an
/// unlimited Huffman code are made in place (Moffat and Katajainen 1995); where one is too long, which is rare, all
/// are made anew by package-merge (Larmore and Hirschberg 1990), which is optimal under the limit.
/// </remarks>
internal sealed class HuffmanLengths
{
    private const int MaxSymbols = DeflateFormat.LiteralSymbols;

    /// <summary>Symbols are the low bits of a sort key, counts the high ones.</summary>
    private const int SymbolBits = 9;

    private readonly long[] _order = new long[MaxSymbols];
    private readonly long[] _work = new long[MaxSymbols];
    private readonly long[] _packages = new long[2 * MaxSymbols];
    private readonly long[] _earlierPackages = new long[2 * MaxSymbols];
    private readonly bool[,] _isLeaf = new bool[DeflateFormat.MaxCodeLength, 2 * MaxSymbols];

    /// <summary>Makes the lengths.</summary>
    /// <param name="counts">How often each symbol occurs.</param>
    /// <param name="limit">The longest length, large enough for the number of symbols.</param>
    /// <param name="lengths">
    /// One for each symbol, 0 for those that do not occur. At least two symbols get a length, because some decoders
    /// refuse codes that are not complete.
    /// </param>
    public void Make(ReadOnlySpan<int> counts, int limit, Span<byte> lengths)
    {
        lengths.Clear();
        int used = 0;
        for (int symbol = 0; symbol < counts.Length; symbol++)
        {
            if (counts[symbol] > 0)
            {
                _order[used++] = ((long)counts[symbol] << SymbolBits) | (uint)symbol;
            }
        }
        if (used < 2)
        {
            int only = used == 0 ? 0 : SymbolAt(0);
            lengths[only] = 1;
            lengths[only == 0 ? 1 : 0] = 1;
            return;
        }
        _order.AsSpan(0, used).Sort();
        if (!TryMakeUnlimited(used, limit, lengths))
        {
            MakeLimited(used, limit, lengths);
        }
    }

    private int SymbolAt(int index) => (int)_order[index] & ((1 << SymbolBits) - 1);

    private bool TryMakeUnlimited(int used, int limit, Span<byte> lengths)
    {
        Span<long> work = _work.AsSpan(0, used);
        for (int i = 0; i < used; i++)
        {
            work[i] = _order[i] >> SymbolBits;
        }
        // Joins the two lightest nodes again and again. Behind `node` stand the inner nodes' weights, which become
        // the index of their parent when they are joined.
        for (int node = 0, leaf = 0, inner = 0; node < used - 1; node++)
        {
            long weight = 0;
            for (int child = 0; child < 2; child++)
            {
                if (leaf >= used || (inner < node && work[inner] < work[leaf]))
                {
                    weight += work[inner];
                    work[inner++] = node;
                }
                else
                {
                    weight += work[leaf++];
                }
            }
            work[node] = weight;
        }
        // Parents become depths, from the root down.
        work[used - 2] = 0;
        for (int node = used - 3; node >= 0; node--)
        {
            work[node] = work[(int)work[node]] + 1;
        }
        // Each depth has twice as many places as inner nodes above; what is not an inner node is a symbol.
        int symbol = used - 1;
        int next = used - 2;
        for (int depth = 0, places = 1; places > 0; depth++)
        {
            int innerNodes = 0;
            for (; next >= 0 && work[next] == depth; next--)
            {
                innerNodes++;
            }
            for (int leaves = places - innerNodes; leaves > 0; leaves--)
            {
                if (depth > limit)
                {
                    return false;
                }
                lengths[SymbolAt(symbol--)] = (byte)depth;
            }
            places = 2 * innerNodes;
        }
        return true;
    }

    /// <summary>
    /// Package-merge: a list of all symbols by weight is made for each bit of length; each list is merged with the
    /// pairs of the list before. A symbol's length is in how many lists it is among the chosen ones.
    /// </summary>
    private void MakeLimited(int used, int limit, Span<byte> lengths)
    {
        int count = 0;
        Span<long> merged = _packages;
        Span<long> earlier = _earlierPackages;
        for (int level = 0; level < limit; level++)
        {
            int pairs = count / 2;
            Span<long> swap = earlier;
            earlier = merged;
            merged = swap;
            count = used + pairs;
            for (int i = 0, leaf = 0, pair = 0; i < count; i++)
            {
                long weight = leaf < used ? _order[leaf] >> SymbolBits : long.MaxValue;
                long pairWeight = pair < pairs ? earlier[2 * pair] + earlier[(2 * pair) + 1] : long.MaxValue;
                bool isLeaf = weight <= pairWeight;
                _isLeaf[level, i] = isLeaf;
                merged[i] = isLeaf ? weight : pairWeight;
                leaf += isLeaf ? 1 : 0;
                pair += isLeaf ? 0 : 1;
            }
        }
        lengths.Clear();
        // From the last list the lightest 2n-2 are chosen; the pairs among them choose in the list before.
        int chosen = (2 * used) - 2;
        for (int level = limit - 1; level >= 0; level--)
        {
            int leaves = 0;
            for (int i = 0; i < chosen; i++)
            {
                leaves += _isLeaf[level, i] ? 1 : 0;
            }
            for (int i = 0; i < leaves; i++)
            {
                lengths[SymbolAt(i)]++;
            }
            chosen = 2 * (chosen - leaves);
        }
    }
}
