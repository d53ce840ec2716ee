using System.Text.RegularExpressions;
using Avocado.Files.Diagnostics;

namespace Avocado.Cli.Verify;

/// <summary>Builds a project twice from nothing, each time elsewhere, and compares what comes out.</summary>
/// <param name="target">What to build.</param>
/// <param name="sources">Full path of the folder that has all its sources.</param>
/// <param name="scratch">Full path of a folder for the copies.</param>
/// <param name="tell">Told of each step.</param>
internal sealed partial class Rebuild(RebuildTarget target, string sources, string scratch, Action<string> tell)
{
    private const string LockFileName = "avocado.lock.json";
    private const int ShownLines = 20;

    /// <summary>Builds and compares; also with the outputs that are to be judged, when there are any.</summary>
    /// <returns>What differs, with the number of outputs that were compared.</returns>
    /// <exception cref="AvocadoException">AVO0708: a build failed.</exception>
    public async Task<OutputComparison> RunAsync(CancellationToken cancellation)
    {
        string packages = await PackagesFolderAsync(cancellation).ConfigureAwait(false);
        tell("building once: one processor, no zone, no language");
        string first = await BuildAsync(BuildSurroundings.First, packages, null, cancellation).ConfigureAwait(false);
        tell("building again: another folder, zone, language, umask and number of processors, folders in another order");
        string second = await BuildAsync(BuildSurroundings.Second, packages, LockOf(first), cancellation)
            .ConfigureAwait(false);
        tell("comparing");
        OutputComparison twice = OutputComparison.Of(OutputsOf(first), OutputsOf(second), cancellation);
        if (target.Outputs is not { } judged || !twice.Differences.IsEmpty)
        {
            return twice;
        }
        tell("comparing with " + judged);
        return OutputComparison.Of(judged, OutputsOf(first), cancellation);
    }

    private string ProjectIn(string copy) => Path.Combine(copy, Path.GetRelativePath(sources, target.Project));

    private string LockOf(string copy) => Path.Combine(Path.GetDirectoryName(ProjectIn(copy))!, LockFileName);

    private string OutputsOf(string copy)
    {
        string configuration = Path.Combine(Path.GetDirectoryName(ProjectIn(copy))!, "bin", target.Configuration);
        return target.Board is null ? configuration : Path.Combine(configuration, target.Board);
    }

    private async Task<string> BuildAsync(
        BuildSurroundings surroundings, string packages, string? lockFile, CancellationToken cancellation)
    {
        string copy = Path.Combine(scratch, surroundings.FolderName);
        SourceFolder.Copy(sources, copy, packages, cancellation);
        if (lockFile is not null && File.Exists(lockFile))
        {
            // What is locked is an input: a feed that changes between two builds is no difference of theirs.
            File.Copy(lockFile, LockOf(copy), overwrite: true);
        }
        string[] board = target.Board is null ? [] : ["-f", target.Board];
        (int exitCode, string output) = await DotNetProcess.RunAsync(
            Path.GetDirectoryName(ProjectIn(copy))!, surroundings.Umask,
            surroundings.Variables.SetItem("NUGET_PACKAGES", packages),
            ["build", ProjectIn(copy), "-c", target.Configuration, .. board, "--nologo", "-nodeReuse:false",
                "-p:UseSharedCompilation=false"],
            cancellation).ConfigureAwait(false);
        if (exitCode == 0 && Directory.Exists(OutputsOf(copy)))
        {
            return copy;
        }
        string[] errors = [.. Errors(output)];
        Array.ForEach(errors, tell);
        throw Codes.RebuildFailed.Error(copy, errors[^1]);
    }

    private async Task<string> PackagesFolderAsync(CancellationToken cancellation)
    {
        (int exitCode, string output) = await DotNetProcess.RunAsync(
            Path.GetDirectoryName(target.Project)!, "022", BuildSurroundings.First.Variables,
            ["nuget", "locals", "global-packages", "--list"], cancellation).ConfigureAwait(false);
        return exitCode == 0 && GlobalPackages().Match(output) is { Success: true } match
            ? Path.TrimEndingDirectorySeparator(match.Groups[1].Value.Trim())
            : throw Codes.RebuildFailed.Error(target.Project, output.Trim());
    }

    private static IEnumerable<string> Errors(string output)
    {
        string[] lines = output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string[] errors = [.. lines.Where(line => line.Contains("error", StringComparison.Ordinal)).Distinct()];
        return (errors.Length > 0 ? errors : [.. lines.DefaultIfEmpty("it made nothing")]).Take(ShownLines);
    }

    [GeneratedRegex("global-packages: (.*)")]
    private static partial Regex GlobalPackages();
}
