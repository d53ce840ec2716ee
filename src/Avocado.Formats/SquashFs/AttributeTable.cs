using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Avocado.Files;
using Avocado.Formats.Compression;
using Avocado.Formats.Segments;

namespace Avocado.Formats.SquashFs;

/// <summary>
/// Sets of extended attributes. Inodes with equal sets share one; a longer value that several sets have is stored
/// where it is first and referred to from the others.
/// </summary>
internal sealed class AttributeTable
{
    /// <summary>A reference takes as many bytes as a value of this length, so shorter ones are repeated.</summary>
    private const int ReferenceSize = sizeof(ulong);

    private readonly Dictionary<Sha256Digest, uint> _indices = [];
    private readonly List<ExtendedAttribute[]> _sets = [];

    /// <summary>True when no inode has attributes.</summary>
    public bool IsEmpty => _sets.Count == 0;

    /// <summary>The index of an entry's set; <see cref="SquashFsFormat.None"/> when it has no attributes.</summary>
    public uint IndexOf(Entry entry)
    {
        if (entry.Attributes.IsEmpty)
        {
            return SquashFsFormat.None;
        }
        ExtendedAttribute[] set = [.. entry.Attributes];
        Array.Sort(set, static (a, b) =>
            Encoding.UTF8.GetBytes(a.Name).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b.Name)));
        Sha256Digest key = KeyOf(entry.Path, set);
        if (!_indices.TryGetValue(key, out uint index))
        {
            index = (uint)_sets.Count;
            _sets.Add(set);
            _indices.Add(key, index);
        }
        return index;
    }

    /// <summary>Writes the keys and values, the table of sets and its head.</summary>
    /// <returns>The head's position.</returns>
    public ulong Write(IImageOutput output, IBlockEncoder encoder)
    {
        long start = output.Position;
        var pairs = new MetadataWriter(output, encoder);
        var values = new Dictionary<Sha256Digest, MetadataReference>();
        var entries = new List<(MetadataReference Start, uint Count, uint Size)>();
        foreach (ExtendedAttribute[] set in _sets)
        {
            MetadataReference at = pairs.Position;
            long size = set.Sum(attribute => WritePair(pairs, attribute, values));
            entries.Add((at, (uint)set.Length, (uint)size));
        }
        pairs.Flush();

        var table = new LookupTableWriter(output, encoder);
        Span<byte> bytes = stackalloc byte[sizeof(ulong) + (2 * sizeof(uint))];
        foreach ((MetadataReference at, uint count, uint size) in entries)
        {
            var writer = new FieldWriter(bytes);
            writer.U64(at.Packed);
            writer.U32(count);
            writer.U32(size);
            table.Add(bytes);
        }
        var head = new FieldWriter(bytes);
        head.U64((ulong)start);
        head.U32((uint)entries.Count);
        head.U32(0);
        return table.Complete(bytes);
    }

    private static long WritePair(
        MetadataWriter pairs, ExtendedAttribute attribute, Dictionary<Sha256Digest, MetadataReference> values)
    {
        ushort prefix = AttributePrefix.Of(attribute.Name)!.Value;
        byte[] name = Encoding.UTF8.GetBytes(attribute.Name[AttributePrefix.TextOf(prefix)!.Length..]);
        ReadOnlyMemory<byte> value = attribute.Value;
        MetadataReference first = default;
        Sha256Digest digest = Sha256Digest.Of(value.Span);
        bool known = value.Length > ReferenceSize && values.TryGetValue(digest, out first);
        if (known)
        {
            var reference = new byte[ReferenceSize];
            BinaryPrimitives.WriteUInt64LittleEndian(reference, first.Packed);
            value = reference;
        }
        Span<byte> fields = stackalloc byte[2 * sizeof(ushort)];
        var key = new FieldWriter(fields);
        key.U16((ushort)(prefix | (known ? AttributePrefix.OutOfLine : 0)));
        key.U16((ushort)name.Length);
        pairs.Write(fields);
        pairs.Write(name);
        if (!known && value.Length > ReferenceSize)
        {
            values.Add(digest, pairs.Position);
        }
        BinaryPrimitives.WriteInt32LittleEndian(fields, value.Length);
        pairs.Write(fields);
        pairs.Write(value.Span);
        return fields.Length + name.Length + sizeof(uint) + value.Length;
    }

    /// <summary>A digest of names and values, each with its length so that no two sets look alike.</summary>
    private static Sha256Digest KeyOf(UnixPath path, ExtendedAttribute[] set)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> lengths = stackalloc byte[2 * sizeof(uint)];
        string? previous = null;
        foreach (ExtendedAttribute attribute in set)
        {
            byte[] name = Encoding.UTF8.GetBytes(attribute.Name);
            if (AttributePrefix.Of(attribute.Name) is null)
            {
                throw SquashFsFormat.Limit($"the extended attribute {attribute.Name} of {path}");
            }
            if (name.Length > SquashFsFormat.MaxAttributeName || attribute.Name == previous
                || attribute.Value.Length > SquashFsFormat.MaxAttributeValue)
            {
                throw SquashFsFormat.Limit(
                    $"the extended attribute {attribute.Name} of {path} is too long or there twice");
            }
            previous = attribute.Name;
            BinaryPrimitives.WriteInt32LittleEndian(lengths, name.Length);
            BinaryPrimitives.WriteInt32LittleEndian(lengths[sizeof(uint)..], attribute.Value.Length);
            hash.AppendData(lengths);
            hash.AppendData(name);
            hash.AppendData(attribute.Value.Span);
        }
        return new Sha256Digest(hash.GetHashAndReset());
    }
}
