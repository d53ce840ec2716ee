using System.Buffers.Binary;
using Avocado.Files;

namespace Avocado.Formats.SquashFs;

/// <summary>Writes inodes, in the basic form where that holds them.</summary>
internal sealed class InodeTableWriter(MetadataWriter output, SquashFsOptions options)
{
    private const int BufferSize = InodeHeader.Size + FileBody.ExtendedSize + SquashFsFormat.MaxLinkTarget
        + sizeof(uint);

    private readonly byte[] _buffer = new byte[BufferSize];

    /// <summary>The owners and groups of the inodes so far.</summary>
    public IdTable Ids { get; } = new();

    /// <summary>The attribute sets of the inodes so far.</summary>
    public AttributeTable Attributes { get; } = new();

    /// <summary>Writes an inode and notes where it is.</summary>
    public void Write(InodeNode node)
    {
        node.Reference = output.Position;
        uint attributes = options.Attributes ? Attributes.IndexOf(node.Entry) : SquashFsFormat.None;
        switch (node)
        {
            case DirectoryNode directory:
                WriteDirectory(directory, attributes);
                break;
            case { Entry.Kind: EntryKind.File }:
                WriteFile(node, attributes);
                break;
            default:
                WriteOther(node, attributes);
                break;
        }
    }

    private void WriteDirectory(DirectoryNode node, uint attributes)
    {
        DirectoryListing listing = node.Listing;
        var body = new DirectoryBody(node.Links, (uint)(listing.Length + SquashFsFormat.DirectorySizeBias),
            listing.Start, node.Parent?.Number ?? 0, (ushort)listing.Index.Length, attributes);
        bool extended = body.NeedsExtended;
        FieldWriter writer = Begin(node, extended);
        body.Write(ref writer, extended);
        output.Write(_buffer.AsSpan(0, writer.Written));
        foreach (DirectoryIndexEntry entry in listing.Index)
        {
            var index = new FieldWriter(_buffer);
            entry.Write(ref index);
            output.Write(_buffer.AsSpan(0, index.Written));
        }
    }

    private void WriteFile(InodeNode node, uint attributes)
    {
        StoredFile? file = node.File;
        var body = new FileBody((ulong)(file?.Blocks.Start ?? 0), (ulong)(file?.Length ?? 0), (ulong)(file?.Blocks.Sparse ?? 0),
            node.Links, file?.Fragment ?? SquashFsFormat.None, (uint)(file?.FragmentOffset ?? 0), attributes);
        bool extended = body.NeedsExtended;
        FieldWriter writer = Begin(node, extended);
        body.Write(ref writer, extended);
        output.Write(_buffer.AsSpan(0, writer.Written));
        Span<byte> word = stackalloc byte[sizeof(uint)];
        foreach (StoredSize block in file?.Blocks.Sizes ?? [])
        {
            BinaryPrimitives.WriteUInt32LittleEndian(word, block.Word);
            output.Write(word);
        }
    }

    private void WriteOther(InodeNode node, uint attributes)
    {
        bool extended = attributes != SquashFsFormat.None;
        FieldWriter writer = Begin(node, extended);
        writer.U32(node.Links);
        switch (node.Entry.Kind)
        {
            case EntryKind.SymbolicLink:
                ReadOnlySpan<byte> target = node.Entry.LinkTarget.Span;
                if (target.Length is 0 or > SquashFsFormat.MaxLinkTarget - 1)
                {
                    throw SquashFsFormat.Limit($"the link {node.Entry.Path} has a target of {target.Length} bytes");
                }
                writer.U32((uint)target.Length);
                writer.Bytes(target);
                break;
            case EntryKind.BlockDevice or EntryKind.CharacterDevice:
                writer.U32(node.Entry.Device.Encoded);
                break;
        }
        if (extended)
        {
            writer.U32(attributes);
        }
        output.Write(_buffer.AsSpan(0, writer.Written));
    }

    private FieldWriter Begin(InodeNode node, bool extended)
    {
        Entry entry = node.Entry;
        var writer = new FieldWriter(_buffer);
        new InodeHeader(InodeTypes.Of(entry.Kind), extended, entry.Mode, Ids.IndexOf(entry.Uid), Ids.IndexOf(entry.Gid),
            ToTime(entry.ResolveModificationTime(options.SourceDate)), node.Number).Write(ref writer);
        return writer;
    }

    /// <summary>The format's times end in 2106 and begin in 1970.</summary>
    public static uint ToTime(long seconds) => (uint)Math.Clamp(seconds, uint.MinValue, uint.MaxValue);
}
