using Avocado.Files.Diagnostics;
using Avocado.Sdk.Tasks.Diagnostics;
using Microsoft.Build.Framework;

namespace Avocado.Sdk.Tasks.Reading;

/// <summary>What every reader needs: where paths start, where things are said, and where mistakes go.</summary>
/// <param name="ProjectFolder">Full path.</param>
internal sealed record ReadingContext(string ProjectFolder, ItemLocator Locator, DiagnosticBag Found)
{
    /// <summary>The items of one kind; metadata that the kind does not have is reported.</summary>
    public IEnumerable<ItemReader> Items(PublicItem kind, ITaskItem[] items)
    {
        string[] known = [.. kind.Metadata.Select(m => m.Name)];
        foreach (ITaskItem item in items)
        {
            var reader = new ItemReader(this, kind.Name, item);
            reader.Allow(known);
            yield return reader;
        }
    }

    /// <summary>As <see cref="Items"/>, without those that repeat a name; the repetition is reported.</summary>
    public IEnumerable<ItemReader> DistinctItems(PublicItem kind, ITaskItem[] items)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (ItemReader item in Items(kind, items))
        {
            if (names.Add(item.Name))
            {
                yield return item;
            }
            else
            {
                Found.Add(Codes.DuplicateItem, item.LastLocation, kind.Name, item.Name);
            }
        }
    }

    /// <summary>A path of the project's as a full path.</summary>
    public string FullPath(string path) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, ProjectFolder));
}
