using System.Globalization;

namespace Avocado.Packages.Caching;

/// <summary>Sizes as people write them: a whole number, with K, M or G for powers of 1024.</summary>
public static class ByteSize
{
    /// <summary>The largest number that leaves room for sums.</summary>
    public const long Largest = 1L << 50;

    /// <summary>Reads "0", "512M", "10G", "1073741824".</summary>
    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }
        (string digits, int shift) = char.ToUpperInvariant(text[^1]) switch
        {
            'K' => (text[..^1], 10),
            'M' => (text[..^1], 20),
            'G' => (text[..^1], 30),
            _ => (text, 0),
        };
        bool isNumber = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            && number <= Largest >> shift;
        bytes = isNumber ? number << shift : 0;
        return isNumber;
    }
}
