using Avocado.Cli.Diff.Model;
using Avocado.Cli.Inspect;
using Avocado.Cli.Inspect.Model;
using Avocado.Files.Diagnostics;

namespace Avocado.Cli.Diff;

/// <summary>Compares two files.</summary>
internal static class ImageDiffer
{
    /// <summary>Compares two images of any kind.</summary>
    /// <param name="oldPath">The old one.</param>
    /// <param name="newPath">The new one.</param>
    /// <param name="options">Where packages are looked up.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="AvocadoException">AVO0705, AVO0706: one is damaged, or they are no pair.</exception>
    public static DiffReport Compare(
        string oldPath, string newPath, DiffOptions options, CancellationToken cancellation)
    {
        using var oldStream = new FileStream(oldPath, FileMode.Open, FileAccess.Read, FileShare.Read);
        using var newStream = new FileStream(newPath, FileMode.Open, FileAccess.Read, FileShare.Read);
        var oldSide = new ImageSide("old image", oldPath, new ReadingBudget());
        var newSide = new ImageSide("new image", newPath, new ReadingBudget());
        long? first = StreamComparer.FirstDifference(
            new(oldSide, oldStream, SparseFile.Of(oldStream)), new(newSide, newStream, SparseFile.Of(newStream)),
            zerosAreNothing: false, cancellation);
        var report = new DiffReport
        {
            Old = new DiffFile(Path.GetFileName(oldPath), oldStream.Length),
            New = new DiffFile(Path.GetFileName(newPath), newStream.Length),
            Identical = first is null,
            FirstDifference = first,
        };
        if (first is null)
        {
            return report;
        }
        oldStream.Position = newStream.Position = 0;
        var scope = new DiffScope(options, cancellation);
        var differ = new ContentDiffer(scope);
        ImageKind kind = differ.Compare(oldSide, oldStream, newSide, newStream);
        if (differ.Disk.IsEmpty && differ.Partitions.IsEmpty && scope.Parts.Count == 0)
        {
            scope.Note("only bytes differ that are in nothing that is compared");
        }
        return report with
        {
            Kind = kind,
            Disk = differ.Disk,
            Partitions = differ.Partitions,
            Parts = [.. scope.Parts],
            Notes = [.. scope.Notes],
        };
    }
}
