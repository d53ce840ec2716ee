using Avocado.Files;

namespace Avocado.Formats.SquashFs.Based;

/// <summary>
/// The room that the base's table has for what is at a path: up to the next thing in the table. What the new image
/// does not have any more is free.
/// </summary>
internal sealed class TableRooms
{
    private readonly FreeSpace _space;
    private readonly Dictionary<UnixPath, Extent> _rooms = [];

    /// <summary>Starts of rooms that are not given yet. Names of one inode share a room.</summary>
    private readonly HashSet<long> _waiting = [];

    /// <param name="table">The base's table.</param>
    /// <param name="items">What it holds.</param>
    /// <param name="stays">Whether the new image has the same kind of thing at a path.</param>
    /// <param name="space">What is free in the table; it is told of what does not stay.</param>
    public TableRooms(
        BaseTable table, IEnumerable<(UnixPath Path, MetadataReference Reference)> items, Func<UnixPath, bool> stays,
        FreeSpace space)
    {
        _space = space;
        (UnixPath Path, long Place)[] places =
        [
            .. items.Select(item => (item.Path, Place: table.PlaceOf(item.Reference) ?? -1))
                .Where(item => item.Place >= 0)
                .OrderBy(item => item.Place).ThenBy(item => item.Path),
        ];
        space.Free(new Extent(0, places.Length == 0 ? table.Content.Length : places[0].Place));
        for (int first = 0, next; first < places.Length; first = next)
        {
            long place = places[first].Place;
            bool isWanted = false;
            for (next = first; next < places.Length && places[next].Place == place; next++)
            {
                isWanted |= stays(places[next].Path);
            }
            var room = new Extent(place, (next < places.Length ? places[next].Place : table.Content.Length) - place);
            if (!isWanted)
            {
                space.Free(room);
                continue;
            }
            _waiting.Add(place);
            for (int i = first; i < next; i++)
            {
                _rooms.TryAdd(places[i].Path, room);
            }
        }
    }

    /// <summary>The room of a path that nothing has been given yet.</summary>
    public Extent? Find(UnixPath path) =>
        _rooms.TryGetValue(path, out Extent room) && _waiting.Contains(room.Start) ? room : null;

    /// <summary>Gives the first bytes of a room away; the others are free. 0: all of it is.</summary>
    public void Give(Extent room, long length)
    {
        _waiting.Remove(room.Start);
        _space.Free(new Extent(room.Start + length, room.Length - length));
    }
}
