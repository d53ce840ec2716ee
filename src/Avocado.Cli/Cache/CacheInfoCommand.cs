using System.CommandLine;
using System.Globalization;
using Avocado.Cli.Inspect.Rendering;
using Avocado.Packages.Caching.Upkeep;

namespace Avocado.Cli.Cache;

/// <summary><c>avocado cache info</c>: where the cache is and what is in it.</summary>
internal static class CacheInfoCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Option<DirectoryInfo> folder = CacheCommand.FolderOption();
        var json = new Option<bool>("--json") { Description = "One JSON object instead of text." };
        var command = new Command("info", "Says where the cache is, what is in it and how large it is.")
        {
            folder, json,
        };
        command.SetAction(result =>
        {
            var info = new CacheInfo(1, CacheCommand.MaxBytes(), CacheSurvey.Of(CacheCommand.Folder(result, folder)));
            if (result.GetValue(json))
            {
                ReportJson.Show(info);
            }
            else
            {
                Write(info, Console.Out);
            }
            return 0;
        });
        return command;
    }

    /// <summary>Writes the report as text.</summary>
    internal static void Write(CacheInfo info, TextWriter output)
    {
        CacheSurvey cache = info.Cache;
        string bound = info.MaxBytes == 0 ? "without bound" : "of " + Words.Size(info.MaxBytes);
        var rows = new List<(string Name, string Text)>
        {
            ("folder", SafeText.Clean(cache.Folder)),
            ("size", $"{Words.Size(cache.Bytes)} {bound}"),
            ("objects", $"{Words.Count(cache.Blobs, "blob")}, {Words.Count(cache.Actions, "result")}"),
        };
        if (cache.OldestUse is { } oldest)
        {
            rows.Add(("oldest use", oldest.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC"));
        }
        foreach (StepUse step in cache.Steps)
        {
            rows.Add((step.Step, $"{Words.Count(step.Actions, "result")}, {Words.Count(step.Blobs, "blob")}, "
                + Words.Size(step.Bytes)));
        }
        if (cache.LooseBlobs > 0)
        {
            rows.Add(("from feeds", $"{Words.Count(cache.LooseBlobs, "blob")}, {Words.Size(cache.LooseBytes)}"));
        }
        if (cache.Unfinished > 0)
        {
            rows.Add(("unfinished", $"{Words.Count(cache.Unfinished, "file")}, {Words.Size(cache.UnfinishedBytes)}"));
        }
        int width = rows.Max(r => r.Name.Length) + 2;
        foreach ((string name, string text) in rows)
        {
            output.WriteLine(name.PadRight(width) + text);
        }
    }
}
