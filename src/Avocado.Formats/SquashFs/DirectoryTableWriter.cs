using System.Collections.Immutable;

namespace Avocado.Formats.SquashFs;

/// <summary>Writes the listings of directories.</summary>
internal sealed class DirectoryTableWriter(IMetadataOutput output)
{
    private readonly byte[] _fields = new byte[Math.Max(DirectoryHeader.Size, DirectoryItem.Size)];

    /// <summary>Writes a listing; the inodes of all its names were written before.</summary>
    public DirectoryListing Write(DirectoryNode directory)
    {
        List<DirectoryName> names = directory.Names;
        if (names.Count == 0)
        {
            return DirectoryListing.Empty;
        }
        MetadataReference start = output.Position;
        long indexed = start.Block;
        long length = 0;
        ImmutableArray<DirectoryIndexEntry>.Builder index = ImmutableArray.CreateBuilder<DirectoryIndexEntry>();
        for (int first = 0; first < names.Count;)
        {
            MetadataReference position = output.Position;
            if (position.Block != indexed && index.Count < ushort.MaxValue)
            {
                index.Add(new DirectoryIndexEntry(length, position.Block, names[first].Entry.Path));
                indexed = position.Block;
            }
            int count = CountRun(names, first, position.Offset);
            length += WriteRun(names, first, count);
            first += count;
        }
        if (length + SquashFsFormat.DirectorySizeBias > uint.MaxValue)
        {
            throw SquashFsFormat.Limit($"{directory.Entry.Path} has {names.Count} names");
        }
        return new DirectoryListing(start, length, index.ToImmutable());
    }

    /// <summary>
    /// How many names from <paramref name="first"/> share a header: their inodes are in one block, their numbers
    /// within 16 bits of each other, and they end with the metadata block, so that the next header can be indexed.
    /// </summary>
    private static int CountRun(List<DirectoryName> names, int first, int offset)
    {
        long block = names[first].Inode.Reference.Block;
        offset += DirectoryHeader.Size;
        int count = 0;
        for (int i = first; i < names.Count && count < SquashFsFormat.MaxRun; i++, count++)
        {
            long difference = (long)names[i].Inode.Number - names[first].Inode.Number;
            offset += DirectoryItem.Size + names[i].Bytes.Length;
            if (names[i].Inode.Reference.Block != block || difference is < short.MinValue or > short.MaxValue
                || (count > 0 && offset > SquashFsFormat.MetadataSize))
            {
                break;
            }
        }
        return count;
    }

    private int WriteRun(List<DirectoryName> names, int first, int count)
    {
        InodeNode inode = names[first].Inode;
        var header = new DirectoryHeader((uint)count, (uint)inode.Reference.Block, inode.Number);
        header.Write(_fields);
        output.Write(_fields.AsSpan(0, DirectoryHeader.Size));
        int length = DirectoryHeader.Size;
        for (int i = first; i < first + count; i++)
        {
            InodeNode node = names[i].Inode;
            ReadOnlySpan<byte> name = names[i].Bytes;
            var item = new DirectoryItem((ushort)node.Reference.Offset, (short)((long)node.Number - header.InodeNumber),
                InodeTypes.Of(node.Entry.Kind), name.Length);
            item.Write(_fields);
            output.Write(_fields.AsSpan(0, DirectoryItem.Size));
            output.Write(name);
            length += DirectoryItem.Size + name.Length;
        }
        return length;
    }
}
