using System.Collections.Immutable;
using Avocado.Cli.Diff.Disks;
using Avocado.Cli.Diff.Efi;
using Avocado.Cli.Diff.Files;
using Avocado.Cli.Diff.Model;
using Avocado.Cli.Inspect;
using Avocado.Cli.Inspect.Model;
using Avocado.Cli.Inspect.Rendering;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Pe;

namespace Avocado.Cli.Diff;

/// <summary>Finds out what two images are and has them compared.</summary>
/// <param name="scope">Where they lie.</param>
internal sealed class ContentDiffer(DiffScope scope)
{
    /// <summary>Of disks: what differs of the disk itself.</summary>
    public ImmutableArray<FieldDiff> Disk { get; private set; } = [];

    /// <summary>Of disks: the partitions that differ.</summary>
    public ImmutableArray<ItemDiff> Partitions { get; private set; } = [];

    /// <summary>Compares two images whose bytes differ; parts go to the scope.</summary>
    /// <exception cref="AvocadoException">AVO0705, AVO0706: one cannot be read, or they are no pair.</exception>
    public ImageKind Compare(ImageSide oldSide, Stream oldStream, ImageSide newSide, Stream newStream)
    {
        ImageKind kind = oldSide.Read(() => ImageInspector.KindOf(oldStream));
        ImageKind newKind = newSide.Read(() => ImageInspector.KindOf(newStream));
        if (kind != newKind)
        {
            throw Codes.ImagesOfDifferentKinds.Error(
                oldSide.Name, Words.Of(kind), newSide.Name, Words.Of(newKind));
        }
        switch (kind)
        {
            case ImageKind.Disk:
                var differ = new DiskDiffer(scope);
                Disk = differ.Compare(DiskSide.Open(oldSide, oldStream), DiskSide.Open(newSide, newStream));
                Partitions = differ.Partitions;
                break;
            case ImageKind.Efi:
                // Within a boot partition one that cannot be read is noted; alone there is nothing else to compare.
                oldSide.Read(() => UkiReader.Read(ContentOf(oldStream)));
                newSide.Read(() => UkiReader.Read(ContentOf(newStream)));
                new EfiDiffer(scope).Compare(oldSide, ContentOf(oldStream), newSide, ContentOf(newStream));
                break;
            case ImageKind.FileSystem:
                var part = new PartDiff { Name = scope.Where, Kind = PartKind.FileSystem };
                new FileSystemDiffer(scope).Compare(part, oldSide, oldStream, newSide, newStream);
                break;
            default:
                new InitrdDiffer(scope).Compare(
                    oldSide, () => new BorrowedStream(oldStream), oldStream.Length,
                    newSide, () => new BorrowedStream(newStream), newStream.Length);
                break;
        }
        return kind;
    }

    private static DelegatedContent ContentOf(Stream stream) => new(stream.Length, null, () => new BorrowedStream(stream));
}
