using System.Collections.Immutable;
using Avocado.Cli.Diff;
using Avocado.Cli.Diff.Model;
using Avocado.Cli.Inspect;
using Avocado.Files.Diagnostics;

namespace Avocado.Cli.Verify;

/// <summary>What differs between the outputs of two builds.</summary>
/// <param name="Count">How many outputs there are in either.</param>
/// <param name="Differences">One line for each that differs: the output and the first structure in it that does.</param>
internal sealed record OutputComparison(int Count, ImmutableArray<string> Differences)
{
    private static readonly string[] Images = [".img", ".raw", ".efi", ".squashfs"];

    /// <summary>Compares two folders.</summary>
    public static OutputComparison Of(string first, string second, CancellationToken cancellation)
    {
        string[] names = [.. NamesIn(first).Union(NamesIn(second)).Order(StringComparer.Ordinal)];
        var differences = ImmutableArray.CreateBuilder<string>();
        foreach (string name in names)
        {
            string[] both = [Path.Combine(first, name), Path.Combine(second, name)];
            if (both.FirstOrDefault(path => !File.Exists(path)) is { } absent)
            {
                differences.Add($"{name}: only one build made it (not {Path.GetDirectoryName(absent)})");
            }
            else if (Difference(both[0], both[1], cancellation) is { } what)
            {
                differences.Add($"{name}: {what}");
            }
        }
        return new OutputComparison(names.Length, differences.ToImmutable());
    }

    private static IEnumerable<string> NamesIn(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
        : [];

    private static string? Difference(string first, string second, CancellationToken cancellation)
    {
        DiffReport? report = null;
        if (Images.Contains(Path.GetExtension(first), StringComparer.Ordinal))
        {
            try
            {
                report = ImageDiffer.Compare(first, second, new DiffOptions(), cancellation);
            }
            catch (AvocadoException)
            {
                // Not to be taken apart: its bytes say enough.
            }
        }
        if (report is not null)
        {
            return report.Identical ? null : FirstStructure(report) + Offset(report.FirstDifference);
        }
        using FileStream one = File.OpenRead(first);
        using FileStream other = File.OpenRead(second);
        return StreamComparer.FirstDifference(
            Compared("first", one), Compared("second", other), zerosAreNothing: false, cancellation) is { } at
            ? "bytes" + Offset(at)
            : null;
    }

    private static ComparedStream Compared(string which, FileStream file) =>
        new(new ImageSide(which, file.Name, new ReadingBudget()), file);

    private static string FirstStructure(DiffReport report)
    {
        if (report.Parts.FirstOrDefault() is { } part)
        {
            string where = part.Name.Length == 0 ? "" : part.Name + ": ";
            return (part.Files.FirstOrDefault() ?? part.Sections.FirstOrDefault() ?? part.Keys.FirstOrDefault()
                ?? part.CommandLine.FirstOrDefault() ?? part.Packages.FirstOrDefault()) is { } item
                ? $"{where}{item.Name} {What(item)}"
                : where + (part.Fields.FirstOrDefault()?.Name ?? "differs");
        }
        return report.Partitions.FirstOrDefault() is { } partition
            ? $"partition {partition.Name} {What(partition)}"
            : report.Disk.FirstOrDefault()?.Name ?? "bytes that belong to no structure";
    }

    private static string What(ItemDiff item) => item.Fields.IsEmpty
        ? $"({item.Change.ToString().ToLowerInvariant()})"
        : $"({string.Join(", ", item.Fields.Select(f => f.Name))})";

    private static string Offset(long? at) => at is null ? "" : $", from byte {at}";
}
