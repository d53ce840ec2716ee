namespace Avocado.EndToEnd.Tests.Sample;

/// <summary>Files of NAME=value lines, such as os-release.</summary>
internal static class Fields
{
    public static IReadOnlyDictionary<string, string> Read(string file) =>
        File.ReadLines(file).Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[0], parts => parts[1].Trim('"'), StringComparer.Ordinal);
}
