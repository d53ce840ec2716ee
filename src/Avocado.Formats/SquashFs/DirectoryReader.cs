using System.Text.Unicode;
using Avocado.Files;

namespace Avocado.Formats.SquashFs;

/// <summary>Reads listings of directories.</summary>
internal sealed class DirectoryReader(SquashFsTables tables, MetadataReader metadata)
{
    /// <summary>The names of a directory in their order, which is strict.</summary>
    public IEnumerable<DirectoryReference> Read(SquashFsEntry directory)
    {
        MetadataReference at = directory.Directory.Listing;
        long left = LengthOf(directory);
        byte[] previous = [];
        while (left > 0)
        {
            DirectoryHeader header = ReadHeader(ref at, ref left);
            for (uint i = 0; i < header.Count; i++)
            {
                DirectoryItem item = ReadItem(ref at, ref left);
                byte[] name = ReadName(ref at, ref left, item);
                if (name.AsSpan().SequenceCompareTo(previous) <= 0)
                {
                    throw SquashFsFormat.Damaged($"the names of {directory.Path} are not in order");
                }
                previous = name;
                yield return new DirectoryReference(name, item.Type, header.InodeNumber + (uint)item.Difference,
                    new MetadataReference(header.InodeBlock, item.Offset));
            }
        }
    }

    /// <summary>Bytes of a directory's listing.</summary>
    public static long LengthOf(SquashFsEntry directory) =>
        Math.Max(0, (long)directory.Directory.Length - SquashFsFormat.DirectorySizeBias);

    private DirectoryHeader ReadHeader(ref MetadataReference at, ref long left)
    {
        Span<byte> bytes = stackalloc byte[DirectoryHeader.Size];
        Take(ref at, ref left, bytes);
        return DirectoryHeader.Read(bytes);
    }

    private DirectoryItem ReadItem(ref MetadataReference at, ref long left)
    {
        Span<byte> bytes = stackalloc byte[DirectoryItem.Size];
        Take(ref at, ref left, bytes);
        return DirectoryItem.Read(bytes);
    }

    private byte[] ReadName(ref MetadataReference at, ref long left, DirectoryItem item)
    {
        if (item.NameLength > UnixPath.MaxNameLength)
        {
            throw SquashFsFormat.Damaged($"a name of {item.NameLength} bytes");
        }
        var name = new byte[item.NameLength];
        Take(ref at, ref left, name);
        if (name.AsSpan().ContainsAny((byte)0, (byte)'/') || name is [(byte)'.'] or [(byte)'.', (byte)'.'])
        {
            throw SquashFsFormat.Damaged("a name that would leave its directory");
        }
        return Utf8.IsValid(name) ? name : throw SquashFsFormat.Unsupported("a name is not UTF-8");
    }

    private void Take(ref MetadataReference at, ref long left, Span<byte> bytes)
    {
        left -= bytes.Length;
        if (left < 0)
        {
            throw SquashFsFormat.Damaged("a directory's listing ends within an entry");
        }
        metadata.Read(tables.Directories, ref at, bytes);
    }
}
