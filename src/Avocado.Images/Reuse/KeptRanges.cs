using System.Text;
using Avocado.Files;
using Avocado.Formats.Segments;

namespace Avocado.Images.Reuse;

/// <summary>What a stage's file has of its base, at the same position: the next build there leaves it alone.</summary>
/// <param name="RootHash">Of the stage's file.</param>
/// <param name="Base">Which base it is.</param>
/// <param name="Ranges">By position, none over another.</param>
internal sealed record KeptRanges(Sha256Digest RootHash, string Base, IReadOnlyList<ByteRange> Ranges)
{
    private const string Magic = "avocado-kept 1";
    private const string End = "end";

    /// <summary>The ranges of a file with that root hash over that base; none when nothing says so.</summary>
    public static IReadOnlyList<ByteRange> Load(string path, Sha256Digest rootHash, string baseName)
    {
        try
        {
            string[] lines = File.ReadAllLines(path);
            if (lines.Length < 4 || lines[0] != Magic || lines[1] != rootHash.ToString() || lines[2] != baseName
                || lines[^1] != End)
            {
                return [];
            }
            var ranges = new List<ByteRange>(lines.Length);
            foreach (string line in lines.AsSpan(3, lines.Length - 4))
            {
                if (!RangeLine.TryParse(line, out ByteRange range, out _)
                    || (ranges.Count > 0 && range.Start < ranges[^1].End))
                {
                    return [];
                }
                ranges.Add(range);
            }
            return ranges;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Writes them. Cut short they are none.</summary>
    public void Save(string path)
    {
        var text = new StringBuilder(Magic).Append('\n').Append(RootHash).Append('\n').Append(Base).Append('\n');
        foreach (ByteRange range in Ranges)
        {
            text.Append(RangeLine.Of(range)).Append('\n');
        }
        File.WriteAllText(path, text.Append(End).Append('\n').ToString(), Encoding.ASCII);
    }
}
