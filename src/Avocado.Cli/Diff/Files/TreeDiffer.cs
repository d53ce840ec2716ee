using System.Collections.Immutable;
using Avocado.Cli.Diff.Model;
using Avocado.Files;
using Avocado.Formats.SquashFs;

namespace Avocado.Cli.Diff.Files;

/// <summary>
/// Walks two file systems at once, as both list their entries in the same order, and compares what has the same path.
/// </summary>
internal sealed class TreeDiffer(TreeSide oldTree, TreeSide newTree, CancellationToken cancellation)
{
    private readonly ImmutableArray<ItemDiff>.Builder _files = ImmutableArray.CreateBuilder<ItemDiff>();
    private readonly HashSet<UnixPath> _changed = [];

    /// <summary>Whether two inodes, which have several names each, hold the same bytes.</summary>
    private readonly Dictionary<(uint Old, uint New), bool> _compared = [];

    /// <summary>Paths in both whose bytes differ.</summary>
    public IReadOnlySet<UnixPath> Changed => _changed;

    /// <summary>How many entries differ in their time alone.</summary>
    public int OtherTimes { get; private set; }

    /// <summary>Compares to the end.</summary>
    public ImmutableArray<ItemDiff> Compare()
    {
        while (oldTree.Current is not null || newTree.Current is not null)
        {
            int order = newTree.Current is not { } next ? -1
                : oldTree.Current is not { } previous ? 1
                : CompareOrder(previous.Path, next.Path);
            if (order == 0)
            {
                CompareEntries(oldTree.Current!, newTree.Current!);
            }
            else if (order < 0)
            {
                Add(oldTree.Current, null, FileState.Compare(FileState.Of(oldTree.Current!), null));
            }
            else
            {
                Add(null, newTree.Current, FileState.Compare(null, FileState.Of(newTree.Current!)));
            }
            if (order <= 0)
            {
                oldTree.Advance();
            }
            if (order >= 0)
            {
                newTree.Advance();
            }
        }
        return _files.ToImmutable();
    }

    private void CompareEntries(SquashFsEntry old, SquashFsEntry @new)
    {
        FieldList fields = FileState.Compare(FileState.Of(old), FileState.Of(@new));
        if (old.Kind == EntryKind.File && @new.Kind == EntryKind.File && !HaveSameBytes(old, @new))
        {
            _changed.Add(@new.Path);
            fields.AddAlways("content", DigestOf(oldTree, old), DigestOf(newTree, @new));
        }
        if (!fields.IsEmpty)
        {
            Add(old, @new, fields);
        }
        else if (old.ModificationTime != @new.ModificationTime)
        {
            OtherTimes++;
        }
    }

    private bool HaveSameBytes(SquashFsEntry old, SquashFsEntry @new)
    {
        if (old.Size != @new.Size || old.Size == 0)
        {
            return old.Size == @new.Size;
        }
        (uint, uint) inodes = (old.InodeNumber, @new.InodeNumber);
        bool isLinked = old.Links > 1 || @new.Links > 1;
        if (isLinked && _compared.TryGetValue(inodes, out bool known))
        {
            return known;
        }
        TakeBudget(oldTree, old);
        TakeBudget(newTree, @new);
        using Stream oldStream = oldTree.Open(old);
        using Stream newStream = newTree.Open(@new);
        bool isSame = StreamComparer.FirstDifference(
            new(oldTree.Side, oldStream), new(newTree.Side, newStream), zerosAreNothing: false, cancellation) is null;
        if (isLinked)
        {
            _compared.Add(inodes, isSame);
        }
        return isSame;
    }

    private static string DigestOf(TreeSide tree, SquashFsEntry file)
    {
        TakeBudget(tree, file);
        using Stream stream = tree.Open(file);
        return tree.Side.Digest(stream).ToString();
    }

    private static void TakeBudget(TreeSide tree, SquashFsEntry file) => tree.Side.Read(() =>
    {
        tree.Side.Budget.Take(file.Path.ToString(), file.Size);
        return file;
    });

    private void Add(SquashFsEntry? old, SquashFsEntry? @new, FieldList fields) => _files.Add(new ItemDiff
    {
        Name = (@new ?? old)!.Path.ToString(),
        Change = old is null ? ChangeKind.Added : @new is null ? ChangeKind.Removed : ChangeKind.Changed,
        OldSize = old is { Kind: EntryKind.File } ? old.Size : null,
        NewSize = @new is { Kind: EntryKind.File } ? @new.Size : null,
        Fields = fields.ToImmutable(),
    });

    /// <summary>The order of a walk that sorts each folder by bytes and enters it at once.</summary>
    private static int CompareOrder(UnixPath left, UnixPath right)
    {
        int common = left.Bytes.CommonPrefixLength(right.Bytes);
        if (common == left.Length || common == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }
        // What is in a folder comes before what has a longer name than the folder.
        const byte Separator = (byte)'/';
        byte leftByte = left.Bytes[common];
        byte rightByte = right.Bytes[common];
        return leftByte == Separator ? -1 : rightByte == Separator ? 1 : leftByte.CompareTo(rightByte);
    }
}
