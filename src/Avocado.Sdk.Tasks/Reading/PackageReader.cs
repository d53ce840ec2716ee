using System.Collections.Immutable;
using Avocado.Files.Diagnostics;
using Avocado.Images.Pipeline;
using Microsoft.Build.Framework;

namespace Avocado.Sdk.Tasks.Reading;

/// <summary>Feeds and packages of a project and its board.</summary>
internal sealed class PackageReader(ReadingContext context)
{
    public PackageSet Read(PackageTask task)
    {
        ReportGlobs(task);
        ImmutableArray<PackageFeed> feeds = Feeds(task.PackageFeeds);
        if (feeds.IsEmpty)
        {
            context.Found.Add(Codes.NoFeed, new SourceLocation(context.Locator.ProjectFile));
        }
        HashSet<string> extensions = [.. task.SystemExtensions.Select(e => e.ItemSpec)];
        return new PackageSet
        {
            Feeds = feeds,
            Packages = [.. Names(task.BasePackages).Select(n => new FeedPackage(n, null)), .. Packages(task, extensions)],
            KernelPackage = SettingReader.Given(task.KernelPackage),
            BootPackages = [.. Names(task.BoardPackages)],
            Excluded = [.. Names(task.ExcludedBasePackages), .. Excluded(task.ExcludedPackages)],
        };
    }

    private static IEnumerable<string> Names(ITaskItem[] items) => items.Select(i => i.ItemSpec).Distinct();

    // An Include that globs to nothing leaves no item behind: only the file still has it.
    private void ReportGlobs(PackageTask task)
    {
        string[] names = [.. PublicItem.WithNames.Select(k => k.Name)];
        ITaskItem[][] all = [task.PackageFeeds, task.FeedPackages, task.ExcludedPackages, task.SystemExtensions];
        IEnumerable<string> files = all.SelectMany(i => i)
            .Select(i => i.GetMetadata("DefiningProjectFullPath"))
            .Where(f => f.Length > 0)
            .Append(context.Locator.ProjectFile)
            .Distinct(StringComparer.Ordinal);
        foreach ((string type, string include, SourceLocation place) in context.Locator.Globs(files, names))
        {
            context.Found.Add(Codes.GlobbingName, place, type, include);
        }
    }

    private ImmutableArray<PackageFeed> Feeds(ITaskItem[] items)
    {
        ImmutableArray<PackageFeed>.Builder feeds = ImmutableArray.CreateBuilder<PackageFeed>();
        foreach (ItemReader item in context.DistinctItems(PublicItem.PackageFeed, items))
        {
            item.Named(NameRule.Plain, "package feed");
            string type = item.Text("Type") ?? "deb";
            if (type != "deb")
            {
                item.ReportAt("Type", Codes.BadValue, $"Type of PackageFeed '{item.Name}'", type, "deb");
            }
            string? keyring = item.Text("Keyring") is null ? null : item.ExistingFile("Keyring", "keyring");
            if (item.RequiredText("Suite", "a Suite, such as Suite=\"trixie\"") is { } suite)
            {
                feeds.Add(new PackageFeed(item.Name, type, suite, item.List("Components"),
                    item.EscapedText("Uri"), keyring, item.Location));
            }
        }
        return feeds.ToImmutable();
    }

    private IEnumerable<FeedPackage> Packages(PackageTask task, HashSet<string> extensions)
    {
        var seen = new HashSet<(string, string?)>();
        foreach (ItemReader item in context.Items(PublicItem.FeedPackage, task.FeedPackages))
        {
            string? into = item.Into(extensions);
            if (!item.Named(NameRule.DebianPackage, "package"))
            {
                continue;
            }
            if (seen.Add((item.Name, into)))
            {
                yield return new FeedPackage(item.Name, into, item.Location);
            }
            else
            {
                context.Found.Add(Codes.DuplicateItem, item.LastLocation, item.Type, item.Name);
            }
        }
    }

    private IEnumerable<string> Excluded(ITaskItem[] items)
    {
        foreach (ItemReader item in context.DistinctItems(PublicItem.ExcludedPackage, items))
        {
            if (item.Named(NameRule.DebianPackage, "package"))
            {
                yield return item.Name;
            }
        }
    }
}
