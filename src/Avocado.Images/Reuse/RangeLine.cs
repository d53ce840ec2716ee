using System.Globalization;
using Avocado.Files;
using Avocado.Formats.Segments;

namespace Avocado.Images.Reuse;

/// <summary>A line of notes: start and length of a range, and of some the digest of what is there.</summary>
internal static class RangeLine
{
    /// <summary>The line of a range.</summary>
    public static string Of(ByteRange range) =>
        string.Create(CultureInfo.InvariantCulture, $"{range.Start} {range.Length}");

    /// <summary>Reads a line; false when it is none.</summary>
    public static bool TryParse(string line, out ByteRange range, out Sha256Digest? content)
    {
        string[] fields = line.Split(' ');
        range = default;
        content = null;
        if (fields.Length is < 2 or > 3
            || !long.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out long start)
            || !long.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out long length))
        {
            return false;
        }
        range = new ByteRange(start, length);
        if (fields.Length == 2)
        {
            return true;
        }
        bool isDigest = Sha256Digest.TryParse(fields[2], out Sha256Digest digest);
        content = digest;
        return isDigest;
    }
}
