namespace Avocado.Formats.SquashFs;

/// <summary>Numeric owners and groups; inodes hold 16-bit indices into it.</summary>
internal sealed class IdTable
{
    private readonly Dictionary<uint, ushort> _indices = [];

    /// <summary>The ids in the order of their indices.</summary>
    public List<uint> Ids { get; } = [];

    /// <summary>The index of an id, new or known.</summary>
    public ushort IndexOf(uint id)
    {
        if (_indices.TryGetValue(id, out ushort index))
        {
            return index;
        }
        if (Ids.Count == ushort.MaxValue)
        {
            throw SquashFsFormat.Limit($"files have more than {ushort.MaxValue} owners and groups");
        }
        index = (ushort)Ids.Count;
        _indices.Add(id, index);
        Ids.Add(id);
        return index;
    }
}
