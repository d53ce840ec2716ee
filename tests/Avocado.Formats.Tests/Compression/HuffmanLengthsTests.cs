using Avocado.Formats.Compression.Deflate;

namespace Avocado.Formats.Tests.Compression;

public class HuffmanLengthsTests
{
    [Fact]
    public void Codes_are_complete_and_within_their_limit()
    {
        var random = new Random(11);
        var huffman = new HuffmanLengths();
        for (int round = 0; round < 2000; round++)
        {
            var counts = new int[random.Next(2, DeflateFormat.LiteralSymbols + 1)];
            double steepness = random.NextDouble() * 20;
            for (int i = 0; i < counts.Length; i++)
            {
                counts[i] = random.Next(3) == 0 ? 0 : (int)Math.Pow(2, random.NextDouble() * steepness);
            }
            int limit = counts.Length <= 19 ? DeflateFormat.MaxLengthCodeLength : DeflateFormat.MaxCodeLength;
            AssertComplete(counts, limit, Make(huffman, counts, limit));
        }
    }

    [Fact]
    public void Fibonacci_counts_which_want_the_longest_codes_are_cut_at_the_limit()
    {
        var counts = new int[40];
        (counts[0], counts[1]) = (1, 1);
        for (int i = 2; i < counts.Length; i++)
        {
            counts[i] = counts[i - 1] + counts[i - 2];
        }
        byte[] lengths = Make(new HuffmanLengths(), counts, DeflateFormat.MaxCodeLength);
        AssertComplete(counts, DeflateFormat.MaxCodeLength, lengths);
        Assert.Equal(DeflateFormat.MaxCodeLength, lengths.Max());
    }

    [Fact]
    public void No_other_code_within_the_limit_is_shorter()
    {
        var random = new Random(12);
        var huffman = new HuffmanLengths();
        for (int round = 0; round < 200; round++)
        {
            int[] counts = [.. Enumerable.Range(0, 6).Select(_ => 1 << random.Next(12))];
            for (int limit = 3; limit <= 5; limit++)
            {
                byte[] lengths = Make(huffman, counts, limit);
                AssertComplete(counts, limit, lengths);
                Assert.Equal(LeastCost(counts, limit), counts.Zip(lengths, (c, l) => (long)c * l).Sum());
            }
        }
    }

    [Theory]
    [InlineData]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void One_symbol_or_none_still_makes_a_complete_code(params int[] used)
    {
        var counts = new int[30];
        foreach (int symbol in used)
        {
            counts[symbol] = 7;
        }
        byte[] lengths = Make(new HuffmanLengths(), counts, DeflateFormat.MaxCodeLength);
        Assert.Equal(2, lengths.Count(l => l == 1));
        Assert.All(used, symbol => Assert.Equal(1, lengths[symbol]));
    }

    private static byte[] Make(HuffmanLengths huffman, int[] counts, int limit)
    {
        var lengths = new byte[counts.Length];
        huffman.Make(counts, limit, lengths);
        return lengths;
    }

    private static void AssertComplete(int[] counts, int limit, byte[] lengths)
    {
        Assert.All(lengths, length => Assert.InRange(length, 0, limit));
        Assert.Equal(1 << limit, lengths.Sum(length => length == 0 ? 0 : 1 << (limit - length)));
        if (counts.Count(c => c > 0) >= 2)
        {
            Assert.Equal(counts.Select(c => c > 0), lengths.Select(l => l > 0));
        }
    }

    /// <summary>Tries all lengths.</summary>
    private static long LeastCost(ReadOnlySpan<int> counts, int limit, int room = 0)
    {
        room = room == 0 ? 1 << limit : room;
        if (counts.IsEmpty)
        {
            return 0;
        }
        long best = int.MaxValue;
        for (int length = 1; length <= limit; length++)
        {
            int left = room - (1 << (limit - length));
            if (left > 0 || (left == 0 && counts.Length == 1))
            {
                long rest = counts.Length == 1 ? 0 : LeastCost(counts[1..], limit, left);
                best = Math.Min(best, ((long)counts[0] * length) + rest);
            }
        }
        return best;
    }
}
