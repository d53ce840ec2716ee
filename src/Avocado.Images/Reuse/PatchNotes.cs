using System.Globalization;
using System.Text;
using Avocado.Files;
using Avocado.Formats.Segments;

namespace Avocado.Images.Reuse;

/// <summary>What the next build has to know of an output to write over it.</summary>
/// <param name="Stamp">The file's, when it was finished.</param>
/// <param name="Data">What of it is no hole.</param>
/// <param name="Parts">What can be recognised in it.</param>
internal sealed record PatchNotes(StatStamp Stamp, IReadOnlyList<ByteRange> Data, IReadOnlyList<PatchPart> Parts)
{
    private const string Magic = "avocado-patch 2";
    private const string End = "end";

    /// <summary>Reads notes; null when there are none or they are damaged: then all is written.</summary>
    public static PatchNotes? TryLoad(string path)
    {
        try
        {
            string[] lines = File.ReadAllLines(path);
            if (lines.Length < 3 || lines[0] != Magic || lines[^1] != End
                || !RangeLine.TryParse(lines[1], out ByteRange stamp, out _))
            {
                return null;
            }
            var data = new List<ByteRange>();
            var parts = new List<PatchPart>();
            foreach (string line in lines.AsSpan(2, lines.Length - 3))
            {
                if (!RangeLine.TryParse(line, out ByteRange range, out Sha256Digest? content))
                {
                    return null;
                }
                if (content is { } known)
                {
                    parts.Add(new PatchPart(range, known));
                }
                else
                {
                    data.Add(range);
                }
            }
            return new PatchNotes(new StatStamp(stamp.Start, stamp.Length), data, parts);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// Writes the notes: size and time, then start and length of each range, with a digest where it is a part. Cut
    /// short they are none.
    /// </summary>
    public void Save(string path)
    {
        var text = new StringBuilder(Magic).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"{Stamp.Size} {Stamp.ChangedTicks}\n");
        foreach (ByteRange range in Data)
        {
            text.Append(RangeLine.Of(range)).Append('\n');
        }
        foreach (PatchPart part in Parts)
        {
            text.Append(RangeLine.Of(part.Place)).Append(' ').Append(part.Content).Append('\n');
        }
        File.WriteAllText(path, text.Append(End).Append('\n').ToString(), Encoding.ASCII);
    }
}
