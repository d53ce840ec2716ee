using System.Globalization;

namespace Avocado.Benchmarks.Reporting;

/// <summary>One run of one side, as compare.sh writes it: a line with tabs between the fields.</summary>
/// <param name="Scenario">The scenario's file name without its ending.</param>
/// <param name="Variant">Which size or codec; empty when there is one.</param>
/// <param name="Title">What is made.</param>
/// <param name="Anchor">What ours is compared with.</param>
/// <param name="Goals">Limits, such as "cpu&lt;=0.30 size&lt;=1.00".</param>
/// <param name="IsOurs">Which side.</param>
/// <param name="Pair">Number of the pair, from 1.</param>
/// <param name="Wall">Seconds.</param>
/// <param name="Cpu">Seconds of user and system time, all processes.</param>
/// <param name="Memory">Bytes that the largest process had resident.</param>
/// <param name="Size">Bytes of what was made; 0 when that is not compared.</param>
/// <param name="Count">How many files, extensions or packages there were.</param>
internal sealed record Measurement(
    string Scenario, string Variant, string Title, string Anchor, string Goals, bool IsOurs, int Pair, double Wall,
    double Cpu, double Memory, double Size, int Count)
{
    private const int FieldCount = 13;

    /// <summary>Reads a line.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static Measurement Parse(string line)
    {
        string[] f = line.Split('\t');
        return f.Length != FieldCount
            ? throw new FormatException($"a result has {f.Length} fields, not {FieldCount}: {line}")
            : new Measurement(f[0], f[1], f[2], f[3], f[4], f[5] == "ours",
                int.Parse(f[6], CultureInfo.InvariantCulture), Number(f[7]), Number(f[8]) + Number(f[9]),
                1024 * Number(f[10]), Number(f[11]), int.Parse(f[12], CultureInfo.InvariantCulture));
    }

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
