namespace Avocado.Formats.SquashFs.Based;

/// <summary>
/// Numbers run from 1 to the number of inodes. An inode keeps the one that its path has in the base, where that is not
/// too high; the others get what is free.
/// </summary>
internal static class InodeNumbers
{
    /// <summary>Numbers inodes.</summary>
    /// <param name="all">Every inode once.</param>
    /// <param name="earlier">What the base has of each; null when that is nothing.</param>
    public static void Assign(List<InodeNode> all, List<SquashFsEntry?> earlier)
    {
        var taken = new bool[all.Count + 1];
        var others = new List<InodeNode>();
        for (int i = 0; i < all.Count; i++)
        {
            uint number = earlier[i]?.InodeNumber ?? 0;
            if (number == 0 || number > all.Count || taken[number])
            {
                others.Add(all[i]);
                continue;
            }
            all[i].Number = number;
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
