using System.Globalization;
using System.Text;
using Avocado.Files;

namespace Avocado.Images.Reuse;

/// <summary>
/// What a stage of the pipeline made last in this project's intermediate folder. A stage whose key is the same does
/// no work, once the proof shows that its file is still the one it made.
/// </summary>
/// <param name="Key">Of everything that decided the file's bytes.</param>
/// <param name="Proof">A digest over the file: its root hash, or its SHA-256.</param>
/// <param name="Stamp">The file's, when it was finished.</param>
internal sealed record StageRecord(Sha256Digest Key, Sha256Digest Proof, StatStamp Stamp)
{
    private const string Magic = "avocado-stage 2";

    /// <summary>Reads a record; null when there is none or it is damaged: then the stage works.</summary>
    public static StageRecord? TryLoad(string path)
    {
        try
        {
            string[] lines = File.ReadAllLines(path);
            return lines.Length == 5 && lines[0] == Magic
                && Sha256Digest.TryParse(lines[1], out Sha256Digest key)
                && Sha256Digest.TryParse(lines[2], out Sha256Digest proof)
                && long.TryParse(lines[3], NumberStyles.None, CultureInfo.InvariantCulture, out long size)
                && long.TryParse(lines[4], NumberStyles.None, CultureInfo.InvariantCulture, out long ticks)
                ? new StageRecord(key, proof, new StatStamp(size, ticks))
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes the record. A record that is cut short is none.</summary>
    public void Save(string path) => File.WriteAllText(
        path,
        string.Create(
            CultureInfo.InvariantCulture, $"{Magic}\n{Key}\n{Proof}\n{Stamp.Size}\n{Stamp.ChangedTicks}\n"),
        Encoding.ASCII);
}
