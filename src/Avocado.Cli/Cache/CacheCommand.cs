using System.CommandLine;
using System.CommandLine.Help;
using Avocado.Files.Diagnostics;
using Avocado.Packages.Caching;

namespace Avocado.Cli.Cache;

/// <summary><c>avocado cache</c>: what is kept between builds, on this machine.</summary>
internal static class CacheCommand
{
    private const string Remarks =
        """
        The cache holds package archives, packages unpacked once, and whatever else builds can make again. Builds keep
        it within its bound by themselves; removing anything, or all of it, costs time and nothing else.

        Without --folder it is the folder that AvocadoCacheFolder names, else the user's own. AVOCADO_CACHE_SIZE, such as
        20G, is its bound; 0 is none; without it 10G.
        """;

    /// <summary>The command with its three.</summary>
    public static Command Create() => new("cache", "Shows, checks and empties the cache of builds.")
    {
        CacheInfoCommand.Create(),
        CachePruneCommand.Create(),
        CacheVerifyCommand.Create(),
        new HelpOption { Action = new RemarksHelp(Remarks) },
    };

    /// <summary>The option that names another folder.</summary>
    internal static Option<DirectoryInfo> FolderOption()
    {
        var folder = new Option<DirectoryInfo>("--folder")
        {
            Description = "The cache's folder, when it is not the user's own.",
            HelpName = "path",
        };
        folder.AcceptExistingOnly();
        return folder;
    }

    /// <summary>The cache that a command line means.</summary>
    internal static CacheFolder Folder(ParseResult result, Option<DirectoryInfo> option) => new(
        result.GetValue(option)?.FullName
        ?? (Environment.GetEnvironmentVariable(CacheSettings.FolderVariable) is { Length: > 0 } given
            ? given
            : CacheSettings.DefaultFolder));

    /// <summary>What the cache may take, in bytes; 0 for no bound.</summary>
    /// <exception cref="AvocadoException">AVO0710: the environment says something else than a size.</exception>
    internal static long MaxBytes() =>
        Environment.GetEnvironmentVariable(CacheSettings.SizeVariable) is not { Length: > 0 } given
            ? CacheSettings.DefaultMaxBytes
            : ByteSize.TryParse(given, out long bytes)
                ? bytes
                : throw Codes.BadCacheSize.Error(given);
}
