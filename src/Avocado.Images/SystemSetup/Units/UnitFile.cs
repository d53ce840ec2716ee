using System.Collections.Immutable;

namespace Avocado.Images.SystemSetup.Units;

/// <summary>A unit file or drop-in: assignments in order, systemd.syntax(7).</summary>
/// <param name="Assignments">Section, key and value.</param>
public sealed record UnitFile(ImmutableArray<(string Section, string Key, string Value)> Assignments)
{
    /// <summary>Reads the text. What is no assignment is passed over: systemd warns and does the same.</summary>
    public static UnitFile Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var assignments = ImmutableArray.CreateBuilder<(string, string, string)>();
        string section = "";
        string pending = "";
        foreach (string raw in text.Split('\n'))
        {
            string line = raw.Trim();
            if (line.StartsWith('#') || line.StartsWith(';'))
            {
                continue; // also between the lines of a continued value
            }
            line = pending + line;
            pending = "";
            if (line.EndsWith('\\'))
            {
                pending = line[..^1] + " ";
                continue;
            }
            int at = line.IndexOf('=', StringComparison.Ordinal);
            if (line.StartsWith('[') && line.EndsWith(']'))
            {
                section = line[1..^1];
            }
            else if (at > 0)
            {
                assignments.Add((section, line[..at].TrimEnd(), line[(at + 1)..].TrimStart()));
            }
        }
        return new UnitFile(assignments.DrainToImmutable());
    }
}
