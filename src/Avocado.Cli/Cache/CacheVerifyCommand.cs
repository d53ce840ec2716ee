using System.CommandLine;
using System.CommandLine.Help;
using Avocado.Cli.Inspect.Rendering;
using Avocado.Packages.Caching.Upkeep;

namespace Avocado.Cli.Cache;

/// <summary><c>avocado cache verify</c>: compares everything in the cache with its name.</summary>
internal static class CacheVerifyCommand
{
    private const string Remarks =
        """
        Reads every blob and compares it with its SHA-256, and every result with its seal. What is removed is made or
        loaded again by the next build that needs it.

        Exit code: 0 everything is as it should be; 1 something is or was damaged, also when --repair removed it, or the
        cache cannot be read; 2 the command line is wrong.
        """;

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Option<DirectoryInfo> folder = CacheCommand.FolderOption();
        var repair = new Option<bool>("--repair") { Description = "Remove what is damaged." };
        var command = new Command("verify", "Reads everything in the cache and reports what is damaged.")
        {
            folder, repair, new HelpOption { Action = new RemarksHelp(Remarks) },
        };
        command.SetAction(async (result, cancellation) =>
        {
            CacheCheck check = await new CacheVerifier(CacheCommand.Folder(result, folder))
                .VerifyAsync(result.GetValue(repair), cancellation).ConfigureAwait(false);
            foreach (DamagedFile damaged in check.Damaged)
            {
                string state = damaged.IsRemoved ? "removed" : "damaged";
                Console.Out.WriteLine(SafeText.Clean($"{state}  {damaged.Path}: {damaged.What}"));
            }
            string incomplete = check.Incomplete > 0
                ? $" ({check.Incomplete} of them without all their blobs, which is no damage)"
                : "";
            Console.Out.WriteLine($"checked {Words.Count(check.Blobs, "blob")} and "
                + $"{Words.Count(check.Actions, "result")}{incomplete}, {Words.Size(check.Bytes)}: "
                + (check.Damaged.IsEmpty ? "nothing is damaged" : $"{check.Damaged.Length} damaged"));
            return check.Damaged.IsEmpty ? 0 : CommandErrors.Failed;
        });
        return command;
    }
}
