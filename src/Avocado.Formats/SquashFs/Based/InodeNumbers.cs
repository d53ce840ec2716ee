namespace Avocado.Formats.SquashFs.Based;

/// <summary>
/// Numbers run from 1 to the number of inodes. An inode keeps the one that its path has in the base, where that is not
/// too high; the others get what is free.
/// </summary>
internal static class InodeNumbers
{
    /// <summary>Numbers inodes.</summary>
    /// <param name="all">Every inode once.</param>
    /// <param name="earlier">The number in the base; 0 when there is none.</param>
    public static void Assign(IReadOnlyList<InodeNode> all, Func<InodeNode, uint> earlier)
    {
        var taken = new bool[all.Count + 1];
        var others = new List<InodeNode>();
        foreach (InodeNode node in all)
        {
            uint number = earlier(node);
            if (number == 0 || number > all.Count || taken[number])
            {
                others.Add(node);
                continue;
            }
            node.Number = number;
            taken[number] = true;
        }
        uint next = 1;
        foreach (InodeNode node in others)
        {
            while (taken[next])
            {
                next++;
            }
            node.Number = next++;
        }
    }
}
