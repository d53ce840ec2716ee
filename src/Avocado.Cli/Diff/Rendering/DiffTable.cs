using System.Collections.Immutable;
using Avocado.Cli.Diff.Model;
using Avocado.Cli.Inspect.Rendering;

namespace Avocado.Cli.Diff.Rendering;

/// <summary>A table of changes: what text and Markdown have in common.</summary>
/// <param name="Title">Of the table.</param>
/// <param name="Items">Its rows.</param>
internal sealed record DiffTable(string Title, ImmutableArray<ItemDiff> Items)
{
    /// <summary>What people read of one table; --json has everything.</summary>
    public const int MostRows = 200;

    // Digests, ids and the like: that they differ is all that is worth knowing.
    private const int LongestValues = 64;

    /// <summary>The tables of a part, without empty ones.</summary>
    public static IEnumerable<DiffTable> Of(PartDiff part) => new DiffTable[]
    {
        new("Packages", part.Packages), new("Command line", part.CommandLine), new("Keys", part.Keys),
        new("Sections", part.Sections), new("Files", part.Files),
    }.Where(t => !t.Items.IsEmpty);

    /// <summary>How many of which kind, and the change in size.</summary>
    public string Summary()
    {
        string counts = string.Join(", ", Items.GroupBy(i => i.Change).OrderBy(g => g.Key)
            .Select(g => $"{g.Count()} {WordOf(g.Key)}"));
        // Sizes are those an image claims: added up without overflow.
        double change = Items.Sum(i => (double)(i.NewSize ?? 0) - (i.OldSize ?? 0));
        return Items.Any(i => i.OldSize is not null || i.NewSize is not null)
            ? $"{counts}, {SignedSize(change)}"
            : counts;
    }

    /// <summary>The change in size of an item; empty without one.</summary>
    public static string SizeOf(ItemDiff item) =>
        (item.OldSize ?? 0) == (item.NewSize ?? 0) ? ""
        : SignedSize((double)(item.NewSize ?? 0) - (item.OldSize ?? 0));

    /// <summary>What differs of an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="quote">Makes text from an image fit for the output.</param>
    public static string DetailOf(ItemDiff item, Func<string, string> quote) => string.Join(", ",
        item.Fields.Where(f => f.Name != "size").Select(f => DetailOf(f, quote)));

    /// <summary>A property that differs.</summary>
    public static string DetailOf(FieldDiff field, Func<string, string> quote)
    {
        string name = field.Name.Contains(' ', StringComparison.Ordinal) ? quote(field.Name) : field.Name;
        string? value = ValueOf(field, quote);
        return value is null ? name : $"{name} {value}";
    }

    /// <summary>Old and new value; null when they are too long to be worth reading.</summary>
    public static string? ValueOf(FieldDiff field, Func<string, string> quote) =>
        (field.Old?.Length ?? 0) + (field.New?.Length ?? 0) >= LongestValues ? null
        : (field.Old, field.New) switch
        {
            (null, null) => null,
            ({ } old, null) => $"{quote(old)} gone",
            (null, { } @new) => quote(@new),
            ({ } old, { } @new) => $"{quote(old)} → {quote(@new)}",
        };

    /// <summary>A kind of change as people read it.</summary>
    public static string WordOf(ChangeKind change) => change switch
    {
        ChangeKind.Added => "added",
        ChangeKind.Removed => "removed",
        _ => "changed",
    };

    private static string SignedSize(double bytes) => bytes == 0 ? "same size"
        : (bytes < 0 ? "-" : "+") + Words.Size((long)Math.Min(Math.Abs(bytes), long.MaxValue / 2));
}
