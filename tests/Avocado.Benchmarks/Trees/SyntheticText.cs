using System.Text;

namespace Avocado.Benchmarks.Trees;

/// <summary>Text of made-up words with numbers between: compresses about as configuration and scripts do.</summary>
internal sealed class SyntheticText
{
    private const int WordCount = 4096;
    private const string Letters = "etaoinshrdlucmfwypvbgk";

    private readonly byte[][] _words = new byte[WordCount][];

    public SyntheticText(ulong seed)
    {
        var numbers = new SeededNumbers(seed);
        for (int i = 0; i < WordCount; i++)
        {
            var word = new StringBuilder();
            for (int length = 2 + numbers.Below(9); length > 0; length--)
            {
                word.Append(Letters[Math.Min(numbers.Below(Letters.Length), numbers.Below(Letters.Length))]);
            }
            word.Append(" \n=./"[Math.Min(numbers.Below(5), numbers.Below(5))]);
            _words[i] = Encoding.ASCII.GetBytes(word.ToString());
        }
    }

    /// <summary>Fills with text that follows from <paramref name="numbers"/>.</summary>
    public void Fill(Span<byte> bytes, SeededNumbers numbers)
    {
        Span<byte> digits = stackalloc byte[20];
        while (!bytes.IsEmpty)
        {
            ulong number = numbers.Next();
            // Low word numbers are frequent, as in any language; every eighth word is a number.
            uint even = (uint)number & (WordCount - 1);
            uint skewed = even * ((uint)(number >> 12) & (WordCount - 1)) / WordCount;
            scoped ReadOnlySpan<byte> word = _words[skewed];
            if ((number >> 24 & 7) == 0)
            {
                (number >> 32).TryFormat(digits, out int written);
                word = digits[..written];
            }
            int count = Math.Min(word.Length, bytes.Length);
            word[..count].CopyTo(bytes);
            bytes = bytes[count..];
        }
    }
}
