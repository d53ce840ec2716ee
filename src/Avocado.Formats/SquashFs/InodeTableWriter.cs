using System.Buffers.Binary;
using Avocado.Files;

namespace Avocado.Formats.SquashFs;

/// <summary>Writes inodes, in the basic form where that holds them.</summary>
/// <param name="output">The inode table.</param>
/// <param name="options">Times and attributes.</param>
/// <param name="ids">Learns the owners and groups of the inodes.</param>
/// <param name="attributes">Learns their attribute sets.</param>
internal sealed class InodeTableWriter(
    IMetadataOutput output, SquashFsOptions options, IdTable ids, AttributeTable attributes)
{
    private const int BufferSize = InodeHeader.Size + FileBody.ExtendedSize + SquashFsFormat.MaxLinkTarget
        + sizeof(uint);

    private readonly byte[] _buffer = new byte[BufferSize];

    /// <summary>Writes an inode and notes where it is.</summary>
    public void Write(InodeNode node)
    {
        node.Reference = output.Position;
        uint set = options.Attributes ? attributes.IndexOf(node.Entry) : SquashFsFormat.None;
        switch (node)
        {
            case DirectoryNode directory:
                WriteDirectory(directory, set);
                break;
            case { Entry.Kind: EntryKind.File }:
                WriteFile(node, set);
                break;
            default:
                WriteOther(node, set);
                break;
        }
    }

    private void WriteDirectory(DirectoryNode node, uint set)
    {
        DirectoryListing listing = node.Listing;
        var body = new DirectoryBody(node.Links, (uint)(listing.Length + SquashFsFormat.DirectorySizeBias),
            listing.Start, node.Parent?.Number ?? 0, (ushort)listing.Index.Length, set);
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

    private void WriteFile(InodeNode node, uint set)
    {
        StoredFile? file = node.File;
        var body = new FileBody((ulong)(file?.Blocks.Start ?? 0), (ulong)(file?.Length ?? 0), (ulong)(file?.Blocks.Sparse ?? 0),
            node.Links, file?.Fragment ?? SquashFsFormat.None, (uint)(file?.FragmentOffset ?? 0), set);
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

    private void WriteOther(InodeNode node, uint set)
    {
        bool extended = set != SquashFsFormat.None;
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
            writer.U32(set);
        }
        output.Write(_buffer.AsSpan(0, writer.Written));
    }

    private FieldWriter Begin(InodeNode node, bool extended)
    {
        Entry entry = node.Entry;
        var writer = new FieldWriter(_buffer);
        new InodeHeader(InodeTypes.Of(entry.Kind), extended, entry.Mode, ids.IndexOf(entry.Uid), ids.IndexOf(entry.Gid),
            ToTime(entry.ResolveModificationTime(options.SourceDate)), node.Number).Write(ref writer);
        return writer;
    }

    /// <summary>The format's times end in 2106 and begin in 1970.</summary>
    public static uint ToTime(long seconds) => (uint)Math.Clamp(seconds, uint.MinValue, uint.MaxValue);
}
