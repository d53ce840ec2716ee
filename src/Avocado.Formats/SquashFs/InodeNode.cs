using Avocado.Files;

namespace Avocado.Formats.SquashFs;

/// <summary>An inode while an image is laid out and written.</summary>
internal class InodeNode(Entry entry)
{
    private ulong _reference;

    /// <summary>The first name of the inode; others agree with it in all that an inode holds.</summary>
    public Entry Entry { get; } = entry;

    /// <summary>How many names it has; for a directory 2 and one for each folder in it.</summary>
    public uint Links { get; set; } = 1;

    /// <summary>From 1, in the order of the inode table.</summary>
    public uint Number { get; set; }

    /// <summary>Where it is in the inode table, once it was written.</summary>
    public MetadataReference Reference
    {
        get => MetadataReference.Unpack(_reference);
        set => _reference = value.Packed;
    }

    /// <summary>A regular file's data; shared by duplicates. Null for empty files and all others.</summary>
    public StoredFile? File { get; set; }
}
