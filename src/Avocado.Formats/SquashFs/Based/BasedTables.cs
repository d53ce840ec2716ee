using Avocado.Files;
using Avocado.Formats.Compression;
using Avocado.Formats.Segments;

namespace Avocado.Formats.SquashFs.Based;

/// <summary>
/// Inodes and listings that keep the base's places and numbers, as far as they fit there. References between the two
/// tables are positions of compressed blocks, so both are written again until no block grows any more; blocks never
/// shrink, so that ends.
/// </summary>
internal sealed class BasedTables
{
    private const int MaxTriedHoles = 16;

    private readonly InodePlan _inodes;
    private readonly BaseContents _base;
    private readonly PlacedTable _inodeTable;
    private readonly PlacedTable _listingTable;
    private readonly InodeTableWriter _inodeWriter;
    private readonly DirectoryTableWriter _listingWriter;
    private readonly TableRooms _inodeRooms;
    private readonly TableRooms _listingRooms;
    private readonly List<InodeNode> _leaves;
    private readonly Dictionary<InodeNode, long> _places = [];
    private readonly Dictionary<DirectoryNode, long> _listings = [];

    /// <param name="inodes">The inodes; they get the base's numbers.</param>
    /// <param name="contents">The base.</param>
    /// <param name="inodeTable">Its inode table.</param>
    /// <param name="listingTable">Its directory table.</param>
    /// <param name="encoder">Compresses and pads blocks.</param>
    /// <param name="options">How the image is written.</param>
    /// <param name="ids">Learns the owners and groups.</param>
    /// <param name="attributes">Learns the attribute sets.</param>
    public BasedTables(
        InodePlan inodes, BaseContents contents, BaseTable inodeTable, BaseTable listingTable, IPaddedEncoder encoder,
        SquashFsOptions options, IdTable ids, AttributeTable attributes)
    {
        _inodes = inodes;
        _base = contents;
        _inodeTable = new PlacedTable(inodeTable, encoder);
        _listingTable = new PlacedTable(listingTable, encoder);
        _inodeWriter = new InodeTableWriter(_inodeTable, options, ids, attributes);
        _listingWriter = new DirectoryTableWriter(_listingTable);
        _leaves = LeavesOf(inodes);
        KeepOrder(ids, attributes, options);
        List<InodeNode> all = [.. _leaves, .. inodes.Directories];
        List<SquashFsEntry?> earlier = all.ConvertAll(EarlierOf);
        InodeNumbers.Assign(all, earlier);
        var staying = new HashSet<SquashFsEntry>(earlier.OfType<SquashFsEntry>(), ReferenceEqualityComparer.Instance);
        _inodeRooms = new TableRooms(
            inodeTable, contents.Entries, entry => entry.Inode, staying, _inodeTable.Space);
        _listingRooms = new TableRooms(
            listingTable,
            contents.Entries.Where(entry => entry.Kind == EntryKind.Directory && !entry.Directory.IsEmpty),
            entry => entry.Directory.Listing, staying, _listingTable.Space);
    }

    /// <summary>Writes both tables.</summary>
    /// <returns>Where the listings start.</returns>
    public long Write(IImageOutput output, CancellationToken cancellation)
    {
        Visit(Place, Place);
        bool isSettled;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            _inodeTable.Clear();
            _listingTable.Clear();
            Visit(Put, Put);
            isSettled = _inodeTable.TryEncode() & _listingTable.TryEncode();
        }
        while (!isSettled);
        _inodeTable.WriteTo(output);
        long start = output.Position;
        _listingTable.WriteTo(output);
        return start;
    }

    /// <summary>Inodes that refer to no other one, each once.</summary>
    private static List<InodeNode> LeavesOf(InodePlan inodes)
    {
        var leaves = new List<InodeNode>(inodes.Count);
        foreach (DirectoryNode directory in inodes.Directories)
        {
            foreach (DirectoryName name in directory.Names)
            {
                if (name.Inode is not DirectoryNode && ReferenceEquals(name.Entry, name.Inode.Entry))
                {
                    leaves.Add(name.Inode);
                }
            }
        }
        return leaves;
    }

    /// <summary>Owners are in the base's order, attributes in that of the layout without a base.</summary>
    private void KeepOrder(IdTable ids, AttributeTable attributes, SquashFsOptions options)
    {
        var used = new HashSet<uint>();
        for (int i = _inodes.Directories.Count - 1; i >= 0; i--)
        {
            foreach (DirectoryName name in _inodes.Directories[i].Names)
            {
                Add(name.Entry);
            }
        }
        Add(_inodes.Root.Entry);
        foreach (uint id in _base.Ids)
        {
            if (used.Contains(id))
            {
                ids.IndexOf(id);
            }
        }

        void Add(Entry entry)
        {
            used.Add(entry.Uid);
            used.Add(entry.Gid);
            if (options.Attributes)
            {
                attributes.IndexOf(entry);
            }
        }
    }

    private SquashFsEntry? EarlierOf(InodeNode node) =>
        _base.Find(node.Entry.Path) is { } entry && entry.Kind == node.Entry.Kind ? entry : null;

    /// <summary>What a listing refers to comes before it, and a listing before its directory's inode.</summary>
    private void Visit(Action<InodeNode> inode, Action<DirectoryNode> listing)
    {
        _leaves.ForEach(inode);
        for (int i = _inodes.Directories.Count - 1; i >= 0; i--)
        {
            listing(_inodes.Directories[i]);
            inode(_inodes.Directories[i]);
        }
    }

    private void Place(InodeNode node)
    {
        long length = _inodeTable.Measure(0, () => _inodeWriter.Write(node));
        long? kept = null;
        if (_inodeRooms.Find(node.Entry.Path) is { } room)
        {
            kept = length <= room.Place.Length ? room.Place.Start : null;
            _inodeRooms.Give(room, kept is null ? 0 : length);
        }
        _places[node] = kept ?? _inodeTable.Space.Take(length);
        // Listings look at it already.
        _inodeTable.Seek(_places[node]);
        node.Reference = _inodeTable.Position;
    }

    private void Place(DirectoryNode directory)
    {
        _listings[directory] = PlaceOf(directory);
        _listingTable.Measure(_listings[directory], () => directory.Listing = _listingWriter.Write(directory));
    }

    /// <summary>A listing's length depends a little on its place: it is cut where metadata blocks end.</summary>
    private long PlaceOf(DirectoryNode directory)
    {
        FreeSpace space = _listingTable.Space;
        if (_listingRooms.Find(directory.Entry.Path) is { } room)
        {
            long length = Measure(room.Place.Start);
            bool fits = directory.Names.Count > 0 && length <= room.Place.Length;
            _listingRooms.Give(room, fits ? length : 0);
            if (fits)
            {
                return room.Place.Start;
            }
        }
        int tried = 0;
        for (int i = 0; i < space.Holes.Count && tried < MaxTriedHoles; i++)
        {
            ByteRange hole = space.Holes[i];
            if (LeastLengthOf(directory) < hole.Length)
            {
                tried++;
                long length = Measure(hole.Start);
                if (length <= hole.Length)
                {
                    return space.TakeFrom(i, length);
                }
            }
        }
        return space.TakeEnd(Measure(space.End));

        long Measure(long place) => _listingTable.Measure(place, () => _listingWriter.Write(directory));
    }

    private static long LeastLengthOf(DirectoryNode directory)
    {
        long length = 0;
        foreach (DirectoryName name in directory.Names)
        {
            length += DirectoryItem.Size + name.Bytes.Length;
        }
        return length;
    }

    private void Put(InodeNode node)
    {
        _inodeTable.Seek(_places[node]);
        _inodeWriter.Write(node);
    }

    private void Put(DirectoryNode directory)
    {
        _listingTable.Seek(_listings[directory]);
        directory.Listing = _listingWriter.Write(directory);
    }
}
