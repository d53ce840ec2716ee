using Avocado.Files;

namespace Avocado.Formats.SquashFs;

/// <summary>A name in a directory and the inode it means.</summary>
internal readonly record struct DirectoryName(Entry Entry, InodeNode Inode)
{
    /// <summary>The name's bytes.</summary>
    public ReadOnlySpan<byte> Bytes => Entry.Path.Name;
}
