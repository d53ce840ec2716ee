using System.CommandLine;
using System.CommandLine.Help;
using Avocado.Cli.Inspect.Rendering;
using Avocado.Packages.Caching;
using Avocado.Packages.Caching.Upkeep;

namespace Avocado.Cli.Cache;

/// <summary><c>avocado cache prune</c>: makes the cache smaller.</summary>
internal static class CachePruneCommand
{
    private const string Remarks =
        """
        What was not used for longest goes first. While a build uses the cache, what was used in the last day stays,
        even with --all.

        Exit code: 0 done, 1 the cache cannot be read, 2 the command line is wrong.
        """;

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Option<DirectoryInfo> folder = CacheCommand.FolderOption();
        var to = new Option<string>("--to")
        {
            Description = "What may be left: 500M, 10G. Without it the bound that builds keep.",
            HelpName = "size",
        };
        to.Validators.Add(value =>
        {
            if (value.Tokens is [{ Value: var text }] && !ByteSize.TryParse(text, out _))
            {
                value.AddError($"'{text}' is no size: give a whole number, with K, M or G.");
            }
        });
        var all = new Option<bool>("--all") { Description = "Remove everything." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would go, and leave it." };
        var command = new Command("prune", "Removes from the cache what was not used for longest.")
        {
            folder, to, all, dryRun, new HelpOption { Action = new RemarksHelp(Remarks) },
        };
        command.Validators.Add(value =>
        {
            if (value.GetValue(all) && value.GetResult(to) is not null)
            {
                value.AddError("--all and --to say different things: give one of them.");
            }
        });
        command.SetAction(result =>
        {
            long max = result.GetValue(all) ? 0
                : result.GetValue(to) is { } text && ByteSize.TryParse(text, out long bytes) ? bytes
                : CacheCommand.MaxBytes() is > 0 and var bound ? bound
                : long.MaxValue;
            bool isDry = result.GetValue(dryRun);
            SweepResult swept = new CacheSweeper(CacheCommand.Folder(result, folder)).Sweep(max, isDry);
            Console.Out.WriteLine(Describe(swept, isDry));
            if (swept.IsInUse)
            {
                Console.Error.WriteLine("avocado: a build uses the cache: what was used in the last day stays");
            }
            return 0;
        });
        return command;
    }

    private static string Describe(SweepResult swept, bool isDry)
    {
        string verb = isDry ? "would remove" : "removed";
        string what = $"{Words.Count(swept.Blobs, "blob")}, {Words.Count(swept.Actions, "result")} and "
            + Words.Count(swept.Unfinished, "unfinished file");
        return $"{verb} {what}, {Words.Size(swept.Bytes)}; {Words.Size(swept.LeftBytes)} {(isDry ? "would be" : "are")} left";
    }
}
