using System.Collections.Immutable;
using System.Globalization;
using Avocado.Images.HostFiles;
using Avocado.Packages.Caching;

namespace Avocado.Cli.Verify;

/// <summary>In which surroundings a build runs: all that must not reach an image.</summary>
/// <param name="FolderName">Name of the folder with the copy of the sources.</param>
/// <param name="Umask">Octal; Unix only.</param>
/// <param name="Variables">Environment variables.</param>
internal sealed record BuildSurroundings(
    string FolderName, string Umask, ImmutableSortedDictionary<string, string> Variables)
{
    /// <summary>One processor, no time zone and no language.</summary>
    public static BuildSurroundings First { get; } = new("a", "022", Of(
        ("TZ", "UTC"), ("LC_ALL", "C.UTF-8"), ("LANG", "C.UTF-8"), ("DOTNET_PROCESSOR_COUNT", "1"),
        (ShuffledFileSystem.Variable, "1")));

    /// <summary>Everything else: the farthest zone, a language with letters of its own, narrow vectors.</summary>
    public static BuildSurroundings Second { get; } = new("second build, elsewhere", "077", Of(
        ("TZ", "Pacific/Kiritimati"), ("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8"),
        ("DOTNET_PROCESSOR_COUNT", Math.Max(3, Environment.ProcessorCount + 1).ToString(CultureInfo.InvariantCulture)),
        ("DOTNET_EnableAVX2", "0"), (ShuffledFileSystem.Variable, "2")));

    private static ImmutableSortedDictionary<string, string> Of(params (string Name, string Value)[] variables) =>
        // A result that the second build took from the first would prove nothing.
        variables.Append((Name: CacheSettings.ResultsVariable, Value: "false"))
            .ToImmutableSortedDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal);
}
