using System.Globalization;
using System.Text;
using Avocado.Files;
using Avocado.Formats.Segments;

namespace Avocado.Images.Reuse;

/// <summary>What the next build has to know of an output to write over it.</summary>
/// <param name="Stamp">The file's, when it was finished.</param>
/// <param name="Data">What of it is no hole.</param>
internal sealed record PatchNotes(StatStamp Stamp, IReadOnlyList<ByteRange> Data)
{
    private const string Magic = "avocado-patch 1";
    private const string End = "end";

    /// <summary>Reads notes; null when there are none or they are damaged: then all is written.</summary>
    public static PatchNotes? TryLoad(string path)
    {
        try
        {
            string[] lines = File.ReadAllLines(path);
            if (lines.Length < 3 || lines[0] != Magic || lines[^1] != End)
            {
                return null;
            }
            var pairs = new List<ByteRange>();
            foreach (string line in lines.AsSpan(1, lines.Length - 2))
            {
                string[] numbers = line.Split(' ');
                if (numbers.Length != 2
                    || !long.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out long first)
                    || !long.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out long second))
                {
                    return null;
                }
                pairs.Add(new ByteRange(first, second));
            }
            return new PatchNotes(new StatStamp(pairs[0].Start, pairs[0].Length), pairs[1..]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes the notes: size and time, then start and length of each range. Cut short they are none.</summary>
    public void Save(string path)
    {
        var text = new StringBuilder(Magic).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"{Stamp.Size} {Stamp.ChangedTicks}\n");
        foreach (ByteRange range in Data)
        {
            text.Append(CultureInfo.InvariantCulture, $"{range.Start} {range.Length}\n");
        }
        File.WriteAllText(path, text.Append(End).Append('\n').ToString(), Encoding.ASCII);
    }
}
