using System.Buffers.Binary;
using System.Numerics;

namespace Avocado.Formats.SquashFs;

/// <summary>The superblock: the first 96 bytes of an image. Positions are bytes from its start.</summary>
public readonly record struct SquashFsHeader
{
    /// <summary>Length in bytes.</summary>
    public const int Size = Field.End;

    /// <summary>"hsqs" in little-endian order.</summary>
    private const uint Magic = 0x73717368;

    private const ushort MajorVersion = 4;
    private const ushort MinorVersion = 0;

    /// <summary>How many inodes there are; their numbers run from 1 to this.</summary>
    public required uint InodeCount { get; init; }

    /// <summary>When the image was made, in seconds since 1970.</summary>
    public required uint ModificationTime { get; init; }

    /// <summary>Uncompressed bytes of a data block: a power of two from 4 KiB to 1 MiB.</summary>
    public required int BlockSize { get; init; }

    /// <summary>How many fragment blocks there are.</summary>
    public required uint FragmentCount { get; init; }

    /// <summary>How blocks are compressed.</summary>
    public required SquashFsCompressor Compressor { get; init; }

    /// <summary>How the image was made.</summary>
    public required SquashFsFlags Flags { get; init; }

    /// <summary>How many numeric owners and groups there are.</summary>
    public required ushort IdCount { get; init; }

    /// <summary>Where the root directory's inode is, as a metadata reference.</summary>
    public required ulong RootInode { get; init; }

    /// <summary>Length of the image before padding.</summary>
    public required ulong BytesUsed { get; init; }

    /// <summary>The id table's list of blocks.</summary>
    public required ulong IdTable { get; init; }

    /// <summary>The extended attribute table's head, or all ones.</summary>
    public required ulong AttributeTable { get; init; }

    /// <summary>The first inode block.</summary>
    public required ulong InodeTable { get; init; }

    /// <summary>The first directory block.</summary>
    public required ulong DirectoryTable { get; init; }

    /// <summary>The fragment table's list of blocks, or all ones.</summary>
    public required ulong FragmentTable { get; init; }

    /// <summary>The export table's list of blocks, or all ones.</summary>
    public required ulong ExportTable { get; init; }

    /// <summary>Reads a superblock of <see cref="Size"/> bytes.</summary>
    /// <exception cref="Avocado.Files.Diagnostics.DamagedFormatException">It is none of version 4.0.</exception>
    public static SquashFsHeader Read(ReadOnlySpan<byte> bytes)
    {
        if (U32(bytes, Field.Magic) != Magic)
        {
            throw SquashFsFormat.Damaged("no SquashFS superblock at the start");
        }
        if (U16(bytes, Field.Major) != MajorVersion || U16(bytes, Field.Minor) != MinorVersion)
        {
            throw SquashFsFormat.Unsupported($"version {U16(bytes, Field.Major)}.{U16(bytes, Field.Minor)}");
        }
        uint blockSize = U32(bytes, Field.BlockSize);
        if (blockSize is < SquashFsFormat.MinBlockSize or > SquashFsFormat.MaxBlockSize
            || !BitOperations.IsPow2(blockSize)
            || BitOperations.Log2(blockSize) != U16(bytes, Field.BlockLog))
        {
            throw SquashFsFormat.Damaged("the block size is not a power of two from 4 KiB to 1 MiB");
        }
        return new SquashFsHeader
        {
            InodeCount = U32(bytes, Field.InodeCount),
            ModificationTime = U32(bytes, Field.ModificationTime),
            BlockSize = (int)blockSize,
            FragmentCount = U32(bytes, Field.FragmentCount),
            Compressor = (SquashFsCompressor)U16(bytes, Field.Compressor),
            Flags = (SquashFsFlags)U16(bytes, Field.Flags),
            IdCount = U16(bytes, Field.IdCount),
            RootInode = U64(bytes, Field.RootInode),
            BytesUsed = U64(bytes, Field.BytesUsed),
            IdTable = U64(bytes, Field.IdTable),
            AttributeTable = U64(bytes, Field.AttributeTable),
            InodeTable = U64(bytes, Field.InodeTable),
            DirectoryTable = U64(bytes, Field.DirectoryTable),
            FragmentTable = U64(bytes, Field.FragmentTable),
            ExportTable = U64(bytes, Field.ExportTable),
        };
    }

    /// <summary>Writes <see cref="Size"/> bytes.</summary>
    public void Write(Span<byte> bytes)
    {
        U32(bytes, Field.Magic, Magic);
        U32(bytes, Field.InodeCount, InodeCount);
        U32(bytes, Field.ModificationTime, ModificationTime);
        U32(bytes, Field.BlockSize, (uint)BlockSize);
        U32(bytes, Field.FragmentCount, FragmentCount);
        U16(bytes, Field.Compressor, (ushort)Compressor);
        U16(bytes, Field.BlockLog, (ushort)BitOperations.Log2((uint)BlockSize));
        U16(bytes, Field.Flags, (ushort)Flags);
        U16(bytes, Field.IdCount, IdCount);
        U16(bytes, Field.Major, MajorVersion);
        U16(bytes, Field.Minor, MinorVersion);
        U64(bytes, Field.RootInode, RootInode);
        U64(bytes, Field.BytesUsed, BytesUsed);
        U64(bytes, Field.IdTable, IdTable);
        U64(bytes, Field.AttributeTable, AttributeTable);
        U64(bytes, Field.InodeTable, InodeTable);
        U64(bytes, Field.DirectoryTable, DirectoryTable);
        U64(bytes, Field.FragmentTable, FragmentTable);
        U64(bytes, Field.ExportTable, ExportTable);
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static ulong U64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);

    private static void U16(Span<byte> bytes, int at, ushort value) =>
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[at..], value);

    private static void U32(Span<byte> bytes, int at, uint value) =>
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[at..], value);

    private static void U64(Span<byte> bytes, int at, ulong value) =>
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[at..], value);

    private static class Field
    {
        public const int Magic = 0;
        public const int InodeCount = Magic + sizeof(uint);
        public const int ModificationTime = InodeCount + sizeof(uint);
        public const int BlockSize = ModificationTime + sizeof(uint);
        public const int FragmentCount = BlockSize + sizeof(uint);
        public const int Compressor = FragmentCount + sizeof(uint);
        public const int BlockLog = Compressor + sizeof(ushort);
        public const int Flags = BlockLog + sizeof(ushort);
        public const int IdCount = Flags + sizeof(ushort);
        public const int Major = IdCount + sizeof(ushort);
        public const int Minor = Major + sizeof(ushort);
        public const int RootInode = Minor + sizeof(ushort);
        public const int BytesUsed = RootInode + sizeof(ulong);
        public const int IdTable = BytesUsed + sizeof(ulong);
        public const int AttributeTable = IdTable + sizeof(ulong);
        public const int InodeTable = AttributeTable + sizeof(ulong);
        public const int DirectoryTable = InodeTable + sizeof(ulong);
        public const int FragmentTable = DirectoryTable + sizeof(ulong);
        public const int ExportTable = FragmentTable + sizeof(ulong);
        public const int End = ExportTable + sizeof(ulong);
    }
}
