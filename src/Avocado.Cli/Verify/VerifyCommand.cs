using System.CommandLine;
using System.CommandLine.Help;
using Avocado.Cli.Inspect.Rendering;
using Avocado.Files.Diagnostics;

namespace Avocado.Cli.Verify;

/// <summary><c>avocado verify</c>: proves what a build promises.</summary>
internal static class VerifyCommand
{
    private const string Remarks =
        """
        Copies the sources twice and builds each copy from nothing: in another folder, time zone, language, umask,
        number of processors, vector width and order of folders. Every output must have the same bytes; of one that
        has not, the first structure that differs is named. An image is also compared with what the builds made.

        The lock file and the keys are inputs: both builds use the same. Packages come from the usual caches,
        results of steps do not: both builds do all of them.

        Exit code: 0 the same bytes; 1 something differs; 2 the command line is wrong, or a build failed.
        """;

    /// <summary>The command with its options.</summary>
    public static Command Create() =>
        new("verify", "Proves what a build promises.") { CreateRebuild() };

    private static Command CreateRebuild()
    {
        var path = new Argument<string>("path")
        {
            Description = "An image project, its folder, or an image in its bin folder.",
            DefaultValueFactory = _ => ".",
        };
        var configuration = new Option<string?>("--configuration", "-c")
        {
            Description = "Debug or Release; that of the image, else Debug.",
        };
        var board = new Option<string?>("--board", "-f") { Description = "The board; that of the image, else all." };
        var sources = new Option<DirectoryInfo>("--sources")
        {
            Description = "The folder that has everything the project is built from; the repository's root without it.",
        };
        sources.AcceptExistingOnly();
        var keep = new Option<DirectoryInfo?>("--keep")
        {
            Description = "A new folder for both builds, kept to look at; without it they are removed.",
        };
        var command = new Command("rebuild", "Builds twice in different surroundings and compares every output.")
        {
            path, configuration, board, sources, keep, new HelpOption { Action = new RemarksHelp(Remarks) },
        };
        command.SetAction((result, cancellation) => RunAsync(
            RebuildTarget.Of(
                result.GetRequiredValue(path), result.GetValue(configuration), result.GetValue(board)),
            result.GetValue(sources)?.FullName, result.GetValue(keep)?.FullName, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        RebuildTarget target, string? sources, string? keep, CancellationToken cancellation)
    {
        string scratch = keep is null
            ? Directory.CreateTempSubdirectory("avocado-rebuild-").FullName
            : Directory.CreateDirectory(keep).FullName;
        try
        {
            var rebuild = new Rebuild(
                target, sources ?? SourceFolder.Of(target.Project), scratch,
                step => Console.Out.WriteLine(SafeText.Clean(step)));
            OutputComparison comparison = await rebuild.RunAsync(cancellation).ConfigureAwait(false);
            foreach (string difference in comparison.Differences)
            {
                Console.Out.WriteLine(SafeText.Clean("differs  " + difference));
            }
            Console.Out.WriteLine(comparison.Differences.IsEmpty
                ? $"the same bytes: {Words.Count(comparison.Count, "output")}"
                : $"{comparison.Differences.Length} of {Words.Count(comparison.Count, "output")} differ");
            return comparison.Differences.IsEmpty ? 0 : CommandErrors.Failed;
        }
        catch (AvocadoException error)
        {
            CommandErrors.Show(error);
            return CommandErrors.Usage;
        }
        finally
        {
            if (keep is null)
            {
                Directory.Delete(scratch, recursive: true);
            }
        }
    }
}
