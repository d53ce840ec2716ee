namespace Avocado.Packages.Debian;

/// <summary>
/// A Debian package version, ordered as deb-version(7) says. Equality is that of the spelling; two spellings of one
/// version ("1.0" and "0:1.0-0") compare as 0.
/// </summary>
/// <param name="Text">[epoch:]upstream[-revision]</param>
public readonly record struct DebianVersion(string Text) : IComparable<DebianVersion>
{
    private const int NonLetterWeight = 256;

    /// <summary>True when the text can be a version: only allowed characters, a decimal epoch, not empty.</summary>
    public static bool IsValid(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Length > 1024)
        {
            return false;
        }
        (ReadOnlySpan<char> epoch, ReadOnlySpan<char> upstream, ReadOnlySpan<char> revision) = Split(text);
        return (!text.Contains(':') || (epoch.Length > 0 && !epoch.ContainsAnyExceptInRange('0', '9')))
            && upstream.Length > 0
            && !text.EndsWith('-')
            && AllIn(upstream, ".+~-:") && AllIn(revision, ".+~");
    }

    /// <inheritdoc/>
    public int CompareTo(DebianVersion other)
    {
        (ReadOnlySpan<char> epoch, ReadOnlySpan<char> upstream, ReadOnlySpan<char> revision) = Split(Text ?? "");
        (ReadOnlySpan<char> epoch2, ReadOnlySpan<char> upstream2, ReadOnlySpan<char> revision2) =
            Split(other.Text ?? "");
        int order = CompareNumbers(epoch, epoch2);
        order = order != 0 ? order : ComparePart(upstream, upstream2);
        return order != 0 ? order : ComparePart(revision, revision2);
    }

    public static bool operator <(DebianVersion left, DebianVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(DebianVersion left, DebianVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(DebianVersion left, DebianVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(DebianVersion left, DebianVersion right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static Parts Split(ReadOnlySpan<char> text)
    {
        int colon = text.IndexOf(':');
        ReadOnlySpan<char> rest = text[(colon + 1)..];
        int hyphen = rest.LastIndexOf('-');
        return hyphen < 0
            ? new Parts(text[..Math.Max(colon, 0)], rest, [])
            : new Parts(text[..Math.Max(colon, 0)], rest[..hyphen], rest[(hyphen + 1)..]);
    }

    private static bool AllIn(ReadOnlySpan<char> part, ReadOnlySpan<char> special)
    {
        foreach (char c in part)
        {
            if (!char.IsAsciiLetterOrDigit(c) && !special.Contains(c))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>
    /// Alternates between runs of non-digits, compared by weight, and of digits, compared as numbers.
    /// </summary>
    private static int ComparePart(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        while (!a.IsEmpty || !b.IsEmpty)
        {
            while (StartsWithNonDigit(a) || StartsWithNonDigit(b))
            {
                int order = Weight(a) - Weight(b);
                if (order != 0)
                {
                    return order;
                }
                // Equal weights other than 0: both start with the same character.
                a = a[1..];
                b = b[1..];
            }
            int digitsA = DigitRun(a), digitsB = DigitRun(b);
            int numbers = CompareNumbers(a[..digitsA], b[..digitsB]);
            if (numbers != 0)
            {
                return numbers;
            }
            a = a[digitsA..];
            b = b[digitsB..];
        }
        return 0;
    }

    private static bool StartsWithNonDigit(ReadOnlySpan<char> text) => !text.IsEmpty && !char.IsAsciiDigit(text[0]);

    private static int DigitRun(ReadOnlySpan<char> text)
    {
        int end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }

    /// <summary>'~' before the end, the end (or a digit) before letters, letters before everything else.</summary>
    private static int Weight(ReadOnlySpan<char> text) => text switch
    {
        [] => 0,
        ['~', ..] => -1,
        [var c, ..] when char.IsAsciiDigit(c) => 0,
        [var c, ..] when char.IsAsciiLetter(c) => c,
        [var c, ..] => c + NonLetterWeight,
    };

    private static int CompareNumbers(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        a = a.TrimStart('0');
        b = b.TrimStart('0');
        return a.Length != b.Length ? a.Length - b.Length : a.SequenceCompareTo(b);
    }

    private readonly ref struct Parts(
        ReadOnlySpan<char> epoch, ReadOnlySpan<char> upstream, ReadOnlySpan<char> revision)
    {
        private readonly ReadOnlySpan<char> _epoch = epoch;
        private readonly ReadOnlySpan<char> _upstream = upstream;
        private readonly ReadOnlySpan<char> _revision = revision;

        public void Deconstruct(
            out ReadOnlySpan<char> epoch, out ReadOnlySpan<char> upstream, out ReadOnlySpan<char> revision)
        {
            epoch = _epoch;
            upstream = _upstream;
            revision = _revision;
        }
    }
}
