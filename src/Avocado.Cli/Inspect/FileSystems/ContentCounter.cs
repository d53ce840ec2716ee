using Avocado.Cli.Inspect.Model;
using Avocado.Cli.Inspect.Trees;
using Avocado.Files;
using Avocado.Formats.SquashFs;

namespace Avocado.Cli.Inspect.FileSystems;

/// <summary>Counts what a file system holds while its entries pass by.</summary>
/// <param name="scope">Decides whether paths are listed and where sources are looked up.</param>
internal sealed class ContentCounter(InspectionScope scope)
{
    private readonly SizeTable _folders = new();
    private readonly HashSet<uint> _linked = [];
    private readonly Dictionary<UnixPath, (EntryKind Kind, long Size)>? _contents =
        scope.Options.Trees.IsEmpty ? null : [];
    private readonly List<SquashFsEntry>? _paths = scope.Options.ListFiles ? [] : null;
    private int _files;
    private int _directories;
    private int _links;
    private int _others;
    private long _size;
    private bool _isCut;

    /// <summary>Bytes of all files so far, hard links once.</summary>
    public long Size => _size;

    /// <summary>Counts an entry.</summary>
    public void Add(SquashFsEntry entry)
    {
        switch (entry.Kind)
        {
            case EntryKind.File:
                bool isFirst = entry.Links < 2 || _linked.Add(entry.InodeNumber);
                long size = isFirst ? entry.Size : 0;
                _files++;
                // A hostile image can claim more than fits; what is unpacked has a budget of its own.
                _size = _size > long.MaxValue - size ? long.MaxValue : _size + size;
                _folders.Add(FolderOf(entry.Path), 1, size);
                break;
            case EntryKind.Directory:
                _directories++;
                break;
            case EntryKind.SymbolicLink:
                _links++;
                break;
            default:
                _others++;
                break;
        }
        if ((_contents is not null || _paths is not null) && !_isCut)
        {
            Keep(entry);
        }
    }

    /// <summary>The counts.</summary>
    public ContentReport ToReport(int blockSize)
    {
        NamedTree? tree = _contents is null || _isCut ? null : scope.Options.Trees.Find(_contents);
        if (_isCut)
        {
            scope.Note("it has too many paths to list or to look up");
        }
        return new ContentReport
        {
            Files = _files,
            Folders = _directories,
            Links = _links,
            Others = _others,
            Size = _size,
            ByFolder = _folders.ToReport(),
            ByPackage = tree is null ? null : PackageSizes.Of(tree.File, blockSize),
            Tree = tree?.Name,
            Paths = _paths is null ? null : [.. _paths.Select(e => Describe(e, tree))],
        };
    }

    private void Keep(SquashFsEntry entry)
    {
        if (!scope.Budget.TakeListing(entry.Path.Length + entry.LinkTarget.Length))
        {
            _isCut = true;
            return;
        }
        _contents?.TryAdd(entry.Path, (entry.Kind, entry.Size));
        _paths?.Add(entry);
    }

    private static FileReport Describe(SquashFsEntry entry, NamedTree? tree) => new(
        entry.Path.ToString(),
        EntryText.KindOf(entry.Kind),
        UnixMode.ToOctal(entry.Mode),
        entry.Uid,
        entry.Gid,
        entry.Size,
        EntryText.TargetOf(entry),
        tree?.File.Tree.Find(entry.Path)?.Origin.ToString());

    /// <summary>The first component; below usr, which has nearly everything, the first two.</summary>
    private static string FolderOf(UnixPath path)
    {
        UnixPath folder = path.Parent;
        while (folder.Parent is { IsRoot: false } parent && (parent != "usr" || !parent.Parent.IsRoot))
        {
            folder = parent;
        }
        return folder.ToString();
    }
}
