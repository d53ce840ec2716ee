using Avocado.Files;
using Avocado.Formats.Segments;

namespace Avocado.Formats.SquashFs.Based;

/// <summary>
/// The room that the base's table has for what is at a path: up to the next thing in the table. What the new image
/// does not have any more is free.
/// </summary>
internal sealed class TableRooms
{
    private readonly FreeSpace _space;
    private readonly Dictionary<UnixPath, TableRoom> _rooms = [];

    /// <param name="table">The base's table.</param>
    /// <param name="entries">What it holds.</param>
    /// <param name="referenceOf">Where.</param>
    /// <param name="staying">What the new image has, too, of the same kind at the same path.</param>
    /// <param name="space">What is free in the table; it is told of what does not stay.</param>
    public TableRooms(
        BaseTable table, IEnumerable<SquashFsEntry> entries, Func<SquashFsEntry, MetadataReference> referenceOf,
        HashSet<SquashFsEntry> staying, FreeSpace space)
    {
        _space = space;
        List<Item> items = [];
        foreach (SquashFsEntry entry in entries)
        {
            if (table.PlaceOf(referenceOf(entry)) is { } place)
            {
                items.Add(new Item(place, entry));
            }
        }
        // Names that share a place may come in any order: they share its room.
        items.Sort(static (a, b) => a.Place.CompareTo(b.Place));
        space.Free(new ByteRange(0, items.Count == 0 ? table.Content.Length : items[0].Place));
        for (int first = 0, next; first < items.Count; first = next)
        {
            long place = items[first].Place;
            bool isWanted = false;
            for (next = first; next < items.Count && items[next].Place == place; next++)
            {
                isWanted |= staying.Contains(items[next].Entry);
            }
            var range = new ByteRange(place, (next < items.Count ? items[next].Place : table.Content.Length) - place);
            if (!isWanted)
            {
                space.Free(range);
                continue;
            }
            var room = new TableRoom(range);
            for (int i = first; i < next; i++)
            {
                _rooms.TryAdd(items[i].Entry.Path, room);
            }
        }
    }

    /// <summary>The room of a path that nothing has been given yet.</summary>
    public TableRoom? Find(UnixPath path) =>
        _rooms.TryGetValue(path, out TableRoom? room) && !room.IsGiven ? room : null;

    /// <summary>Gives the first bytes of a room away; the others are free. 0: all of it is.</summary>
    public void Give(TableRoom room, long length)
    {
        room.IsGiven = true;
        _space.Free(new ByteRange(room.Place.Start + length, room.Place.Length - length));
    }

    // A class, because sorting values of ours would be compiled anew in every build.
    private sealed record Item(long Place, SquashFsEntry Entry);
}
