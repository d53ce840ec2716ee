using System.Buffers.Binary;
using System.Collections.Immutable;
using Avocado.Files;

namespace Avocado.Formats.SquashFs;

/// <summary>Reads inodes and checks that what they refer to can be there.</summary>
internal sealed class InodeReader(SquashFsHeader header, SquashFsTables tables, MetadataReader metadata)
{
    private const int MaxBodySize = FileBody.ExtendedSize;

    /// <summary>Reads the inode at a reference, as <paramref name="path"/>.</summary>
    public SquashFsEntry Read(UnixPath path, MetadataReference reference)
    {
        MetadataReference at = reference;
        Span<byte> bytes = stackalloc byte[MaxBodySize];
        metadata.Read(tables.Inodes, ref at, bytes[..InodeHeader.Size]);
        InodeHeader inode = InodeHeader.Read(bytes);
        if (inode.Number == 0 || inode.Number > header.InodeCount)
        {
            throw SquashFsFormat.Damaged($"inode number {inode.Number} of {header.InodeCount}");
        }
        var entry = new SquashFsEntry
        {
            Path = path,
            Kind = InodeTypes.KindOf(inode.Type),
            Mode = (ushort)(inode.Mode & UnixMode.Octal(7777)),
            Uid = IdOf(inode.UidIndex),
            Gid = IdOf(inode.GidIndex),
            ModificationTime = inode.ModificationTime,
            InodeNumber = inode.Number,
            Links = 1,
            Attributes = [],
            Inode = reference,
            File = new FileBody(0, 0, 0, 1, SquashFsFormat.None, 0, SquashFsFormat.None),
        };
        return entry.Kind switch
        {
            EntryKind.Directory => ReadDirectory(entry, inode.IsExtended, at, bytes),
            EntryKind.File => ReadFile(entry, inode.IsExtended, at, bytes),
            _ => ReadOther(entry, inode.IsExtended, at, bytes),
        };
    }

    private SquashFsEntry ReadDirectory(SquashFsEntry entry, bool extended, MetadataReference at, Span<byte> bytes)
    {
        int size = extended ? DirectoryBody.ExtendedSize : DirectoryBody.BasicSize;
        metadata.Read(tables.Inodes, ref at, bytes[..size]);
        DirectoryBody body = DirectoryBody.Read(bytes, extended);
        return entry with { Links = body.Links, Directory = body, Attributes = AttributesOf(body.Attributes) };
    }

    private SquashFsEntry ReadFile(SquashFsEntry entry, bool extended, MetadataReference at, Span<byte> bytes)
    {
        int size = extended ? FileBody.ExtendedSize : FileBody.BasicSize;
        metadata.Read(tables.Inodes, ref at, bytes[..size]);
        FileBody body = FileBody.Read(bytes, extended);
        if (body.Length > long.MaxValue || body.Start > header.BytesUsed)
        {
            throw SquashFsFormat.Damaged($"the data of {entry.Path} is behind the end");
        }
        if (body.CountBlocks(header.BlockSize) * sizeof(uint) > (ulong)tables.InodeBytes)
        {
            throw SquashFsFormat.Damaged($"{entry.Path} has {body.Length} bytes, but not so many blocks");
        }
        ulong tail = body.Length % (ulong)header.BlockSize;
        if (body.Fragment != SquashFsFormat.None
            && (body.Fragment >= header.FragmentCount || body.FragmentOffset + tail > (ulong)header.BlockSize))
        {
            throw SquashFsFormat.Damaged($"the fragment of {entry.Path} is not there");
        }
        return entry with
        {
            Links = body.Links,
            File = body,
            Blocks = at,
            Attributes = AttributesOf(body.Attributes),
        };
    }

    private SquashFsEntry ReadOther(SquashFsEntry entry, bool extended, MetadataReference at, Span<byte> bytes)
    {
        Span<byte> word = bytes[..sizeof(uint)];
        uint links = ReadWord(ref at, word);
        byte[] target = [];
        DeviceNumber device = default;
        switch (entry.Kind)
        {
            case EntryKind.SymbolicLink:
                uint length = ReadWord(ref at, word);
                if (length is 0 or > SquashFsFormat.MaxLinkTarget)
                {
                    throw SquashFsFormat.Damaged($"the link {entry.Path} has a target of {length} bytes");
                }
                target = new byte[length];
                metadata.Read(tables.Inodes, ref at, target);
                break;
            case EntryKind.BlockDevice or EntryKind.CharacterDevice:
                device = DeviceNumber.Decode(ReadWord(ref at, word));
                break;
        }
        uint attributes = extended ? ReadWord(ref at, word) : SquashFsFormat.None;
        return entry with
        {
            Links = links,
            LinkTarget = target,
            Device = device,
            Attributes = AttributesOf(attributes),
        };
    }

    private uint ReadWord(ref MetadataReference at, Span<byte> word)
    {
        metadata.Read(tables.Inodes, ref at, word);
        return BinaryPrimitives.ReadUInt32LittleEndian(word);
    }

    private uint IdOf(ushort index) => index < tables.Ids.Length
        ? tables.Ids[index]
        : throw SquashFsFormat.Damaged($"owner {index} of {tables.Ids.Length}");

    private ImmutableArray<ExtendedAttribute> AttributesOf(uint index) =>
        index == SquashFsFormat.None || tables.Attributes is null ? [] : tables.Attributes.Read(index);
}
