using System.Collections.Immutable;
using Avocado.Cli.Diff.Model;

namespace Avocado.Cli.Diff;

/// <summary>Compares what has a name and a value.</summary>
internal static class SetDiff
{
    /// <summary>What was added, removed or changed, by name.</summary>
    /// <param name="olds">By name.</param>
    /// <param name="news">By name.</param>
    /// <param name="fields">
    /// What differs between two values, of which one may be missing: then only what is worth knowing of the other.
    /// </param>
    /// <param name="size">The size of a value, where it has one.</param>
    public static ImmutableArray<ItemDiff> Compare<T>(
        IReadOnlyDictionary<string, T> olds, IReadOnlyDictionary<string, T> news,
        Func<T?, T?, ImmutableArray<FieldDiff>> fields, Func<T, long?>? size = null)
    {
        var items = ImmutableArray.CreateBuilder<ItemDiff>();
        foreach (string name in olds.Keys.Union(news.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            bool wasThere = olds.TryGetValue(name, out T? old);
            bool isThere = news.TryGetValue(name, out T? @new);
            ImmutableArray<FieldDiff> found = fields(wasThere ? old : default, isThere ? @new : default);
            if (wasThere && isThere && found.IsEmpty)
            {
                continue;
            }
            items.Add(new ItemDiff
            {
                Name = name,
                Change = !wasThere ? ChangeKind.Added : !isThere ? ChangeKind.Removed : ChangeKind.Changed,
                OldSize = wasThere && size is not null ? size(old!) : null,
                NewSize = isThere && size is not null ? size(@new!) : null,
                Fields = found,
            });
        }
        return items.ToImmutable();
    }
}
