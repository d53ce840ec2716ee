using System.Globalization;
using System.Text;
using Avocado.Files;

namespace Avocado.Sdk.Tasks.Incremental;

/// <summary>
/// What the last build was made from and what it made: the one file that decides whether there is anything to do.
/// A damaged or older file counts as none.
/// </summary>
/// <param name="Inputs">Of <see cref="BuildFingerprint.OfInputs"/>, before the build.</param>
/// <param name="MadeInputs">Of <see cref="BuildFingerprint.OfMadeInputs"/>, after the build.</param>
/// <param name="Packages">Of <see cref="BuildFingerprint.OfPackages"/>, after the build.</param>
/// <param name="Outputs">What it made.</param>
internal sealed record BuildState(
    string Inputs, string MadeInputs, string Packages, IReadOnlyList<BuildState.Output> Outputs)
{
    private const string Magic = "avocado-state 2";
    private const int DigestCount = 3;

    /// <param name="Path">Relative to the output folder, with '/'.</param>
    /// <param name="Stamp">As it was when the build ended.</param>
    internal sealed record Output(string Path, StatStamp Stamp);

    public static BuildState Of(
        string inputs, string madeInputs, string packages, string outputFolder, IEnumerable<string> outputs) =>
        new(inputs, madeInputs, packages,
            [.. outputs.Select(o => new Output(
                Path.GetRelativePath(outputFolder, o).Replace('\\', '/'), StatStamp.Of(o)))]);

    /// <summary>The state in a file, or null when there is none that can be read.</summary>
    public static BuildState? TryRead(string file)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(file);
        }
        catch (IOException)
        {
            return null;
        }
        if (lines.Length < 1 + DigestCount || lines[0] != Magic)
        {
            return null;
        }
        var outputs = new List<Output>();
        foreach (string line in lines.AsSpan(1 + DigestCount))
        {
            string[] parts = line.Split(' ', 3);
            if (parts.Length != 3 || !Number(parts[0], out long size) || !Number(parts[1], out long ticks))
            {
                return null;
            }
            outputs.Add(new Output(parts[2], new StatStamp(size, ticks)));
        }
        return new BuildState(lines[1], lines[2], lines[3], outputs);
    }

    /// <summary>True when every output is as the build left it.</summary>
    public bool OutputsAreThere(string outputFolder) =>
        Outputs.Count > 0 && Outputs.All(o =>
            Path.Combine(outputFolder, o.Path) is var path &&
            File.Exists(path) && StatStamp.Of(path) == o.Stamp);

    public void Write(string file)
    {
        var text = new StringBuilder();
        foreach (string line in (IEnumerable<string>)[Magic, Inputs, MadeInputs, Packages])
        {
            text.Append(line).Append('\n');
        }
        foreach (Output output in Outputs)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{output.Stamp.Size} {output.Stamp.ChangedTicks} {output.Path}\n");
        }
        WholeFile.Write(file, text.ToString());
    }

    private static bool Number(string text, out long value) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
