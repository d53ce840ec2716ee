using Avocado.Files.Diagnostics;
using Avocado.Sdk.Tasks.Diagnostics;
using Microsoft.Build.Framework;

namespace Avocado.Sdk.Tasks.Reading;

/// <summary>What every reader needs: where paths start, where things are said, and where mistakes go.</summary>
/// <param name="ProjectFolder">Full path.</param>
internal sealed record ReadingContext(string ProjectFolder, ItemLocator Locator, DiagnosticBag Found)
{
    /// <summary>The items of one kind, with the metadata that kind may have; others are reported.</summary>
    public IEnumerable<ItemReader> Items(string itemType, ITaskItem[] items, params string[] metadata)
    {
        foreach (ITaskItem item in items)
        {
            var reader = new ItemReader(this, itemType, item);
            reader.Allow(metadata);
            yield return reader;
        }
    }

    /// <summary>As <see cref="Items"/>, without those that repeat a name; the repetition is reported.</summary>
    public IEnumerable<ItemReader> DistinctItems(string itemType, ITaskItem[] items, params string[] metadata)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (ItemReader item in Items(itemType, items, metadata))
        {
            if (names.Add(item.Name))
            {
                yield return item;
            }
            else
            {
                Found.Add(Codes.DuplicateItem, item.Location, itemType, item.Name);
            }
        }
    }

    /// <summary>A path of the project's as a full path.</summary>
    public string FullPath(string path) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, ProjectFolder));
}
