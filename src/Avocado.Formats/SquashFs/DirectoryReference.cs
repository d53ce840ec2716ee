namespace Avocado.Formats.SquashFs;

/// <summary>A name in a listing that was read.</summary>
/// <param name="Name">One to 255 bytes of UTF-8.</param>
/// <param name="Type">The inode's basic type.</param>
/// <param name="InodeNumber">The inode's number.</param>
/// <param name="Inode">Where the inode is.</param>
internal readonly record struct DirectoryReference(
    byte[] Name, InodeType Type, uint InodeNumber, MetadataReference Inode);
