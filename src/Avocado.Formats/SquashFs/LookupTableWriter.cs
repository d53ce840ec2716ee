using System.Buffers.Binary;
using Avocado.Formats.Compression;
using Avocado.Formats.Segments;

namespace Avocado.Formats.SquashFs;

/// <summary>
/// Writes a table of entries of one size, which divides a metadata block: the blocks, then the list of their
/// positions, by which readers find an entry.
/// </summary>
internal sealed class LookupTableWriter(IImageOutput output, IBlockEncoder encoder)
{
    private readonly MetadataWriter _blocks = new(output, encoder);
    private readonly List<long> _positions = [];

    /// <summary>Appends an entry, or several.</summary>
    public void Add(ReadOnlySpan<byte> entries)
    {
        while (!entries.IsEmpty)
        {
            int offset = _blocks.Position.Offset;
            if (offset == 0)
            {
                _positions.Add(output.Position);
            }
            int count = Math.Min(entries.Length, SquashFsFormat.MetadataSize - offset);
            _blocks.Write(entries[..count]);
            entries = entries[count..];
        }
    }

    /// <summary>Appends an entry of a 32-bit number.</summary>
    public void Add(uint entry)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, entry);
        Add(bytes);
    }

    /// <summary>Writes the list of positions behind what <paramref name="head"/> holds.</summary>
    /// <returns>The position of head and list: what the superblock points at.</returns>
    public ulong Complete(ReadOnlySpan<byte> head = default)
    {
        _blocks.Flush();
        long start = output.Position;
        output.Write(head);
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        foreach (long position in _positions)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, position);
            output.Write(bytes);
        }
        return (ulong)start;
    }
}
