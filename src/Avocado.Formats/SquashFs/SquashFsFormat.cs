using Avocado.Files.Diagnostics;

namespace Avocado.Formats.SquashFs;

/// <summary>Numbers of SquashFS 4.0, as squashfs-tools-ng's doc/format.adoc gives them.</summary>
internal static class SquashFsFormat
{
    /// <summary>The name in messages.</summary>
    public const string Name = "SquashFS";

    /// <summary>Uncompressed bytes of a metadata block; only the last of a table has fewer.</summary>
    public const int MetadataSize = 8192;

    /// <summary>Bytes of the length word before each metadata block.</summary>
    public const int MetadataHeaderSize = sizeof(ushort);

    /// <summary>Set in a metadata block's length word when the block is stored as it is.</summary>
    public const ushort MetadataRaw = 0x8000;

    /// <summary>"There is none", for fragments and attribute sets.</summary>
    public const uint None = 0xFFFFFFFF;

    /// <summary>The position of a table that is not there.</summary>
    public const ulong NoTable = 0xFFFFFFFFFFFFFFFF;

    /// <summary>A directory's size counts "." and "..", which are not stored, as this many bytes.</summary>
    public const int DirectorySizeBias = 3;

    /// <summary>A directory header is followed by at most this many entries.</summary>
    public const int MaxRun = 256;

    /// <summary>Images are padded to this, for block devices of 4 KiB sectors and dm-verity.</summary>
    public const int Padding = 4096;

    /// <summary>The smallest and the largest block the kernel takes.</summary>
    public const int MinBlockSize = 4 << 10;

    /// <inheritdoc cref="MinBlockSize"/>
    public const int MaxBlockSize = 1 << 20;

    /// <summary>Linux refuses longer targets of symbolic links (PATH_MAX).</summary>
    public const int MaxLinkTarget = 4096;

    /// <summary>Linux refuses longer values of extended attributes (XATTR_SIZE_MAX).</summary>
    public const int MaxAttributeValue = 64 << 10;

    /// <summary>Linux refuses longer names of extended attributes (XATTR_NAME_MAX).</summary>
    public const int MaxAttributeName = 255;

    /// <summary>The next multiple of a power of two.</summary>
    public static long AlignUp(long position, int alignment) => (position + alignment - 1) & -alignment;

    /// <summary>The error for an image that does not follow the format.</summary>
    public static DamagedFormatException Damaged(string what) => new(Name, what);

    /// <summary>The error for a tree that the format cannot hold.</summary>
    public static AvocadoException Limit(string what) => Codes.FormatLimit.Error(Name, what);

    /// <summary>The error for an image that follows the format but is not read here.</summary>
    public static AvocadoException Unsupported(string what) => Codes.UnsupportedFormat.Error(Name, what);
}
