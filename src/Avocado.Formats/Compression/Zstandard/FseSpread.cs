namespace Avocado.Formats.Compression.Zstandard;

/// <summary>Puts symbols into states as section 4.1.1 says; encoders and decoders share it.</summary>
internal static class FseSpread
{
    /// <param name="shares">States of each symbol.</param>
    /// <param name="log">Logarithm of the number of states.</param>
    /// <param name="symbols">Receives the symbol of each state.</param>
    public static void Spread(ReadOnlySpan<short> shares, int log, Span<byte> symbols)
    {
        int size = 1 << log;
        int last = size - 1;
        for (int symbol = 0; symbol < shares.Length; symbol++)
        {
            if (shares[symbol] == FseDistribution.LessThanOne)
            {
                symbols[last--] = (byte)symbol;
            }
        }
        int step = (size >> 1) + (size >> 3) + 3;
        int state = 0;
        for (int symbol = 0; symbol < shares.Length; symbol++)
        {
            for (int i = shares[symbol]; i > 0; i--)
            {
                symbols[state] = (byte)symbol;
                do
                {
                    state = (state + step) & (size - 1);
                }
                while (state > last);
            }
        }
    }
}
