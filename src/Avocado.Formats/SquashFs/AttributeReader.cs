using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Avocado.Files;

namespace Avocado.Formats.SquashFs;

/// <summary>Reads sets of extended attributes; each set once.</summary>
internal sealed class AttributeReader(MetadataReader metadata, MetadataRegion region, LookupTable sets)
{
    /// <summary>Bytes of an entry: reference, count and size.</summary>
    public const int EntrySize = sizeof(ulong) + (2 * sizeof(uint));

    /// <summary>Sets may refer to the same values again and again; together they are held to this.</summary>
    private const long MaxBytes = 64 << 20;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly Dictionary<uint, ImmutableArray<ExtendedAttribute>> _known = [];
    private readonly Lock _gate = new();
    private long _bytes;

    /// <summary>The set with an index, sorted by the bytes of the names.</summary>
    public ImmutableArray<ExtendedAttribute> Read(uint index)
    {
        lock (_gate)
        {
            if (!_known.TryGetValue(index, out ImmutableArray<ExtendedAttribute> set))
            {
                set = ReadSet(index);
                _known.Add(index, set);
            }
            return set;
        }
    }

    private ImmutableArray<ExtendedAttribute> ReadSet(uint index)
    {
        Span<byte> entry = stackalloc byte[EntrySize];
        sets.Read(index, entry);
        var fields = new FieldReader(entry);
        MetadataReference at = MetadataReference.Unpack(fields.U64());
        uint count = fields.U32();
        var set = new SortedDictionary<byte[], ExtendedAttribute>(
            Comparer<byte[]>.Create(static (a, b) => a.AsSpan().SequenceCompareTo(b)));
        for (uint i = 0; i < count; i++)
        {
            ExtendedAttribute attribute = ReadPair(ref at);
            if (!set.TryAdd(Encoding.UTF8.GetBytes(attribute.Name), attribute))
            {
                throw SquashFsFormat.Damaged($"the extended attribute {attribute.Name} is there twice");
            }
        }
        return [.. set.Values];
    }

    private ExtendedAttribute ReadPair(ref MetadataReference at)
    {
        Span<byte> fields = stackalloc byte[2 * sizeof(ushort)];
        metadata.Read(region, ref at, fields);
        var key = new FieldReader(fields);
        ushort type = key.U16();
        ushort length = key.U16();
        string prefix = AttributePrefix.TextOf(type & ~AttributePrefix.OutOfLine)
            ?? throw SquashFsFormat.Damaged($"an extended attribute of type {type}");
        if (length is 0 or > SquashFsFormat.MaxAttributeName)
        {
            throw SquashFsFormat.Damaged($"a name of {length} bytes for an extended attribute");
        }
        Span<byte> name = stackalloc byte[length];
        metadata.Read(region, ref at, name);
        byte[] value = ReadValue(ref at);
        if ((type & AttributePrefix.OutOfLine) != 0)
        {
            if (value.Length != sizeof(ulong))
            {
                throw SquashFsFormat.Damaged("a reference to an extended attribute's value is damaged");
            }
            MetadataReference there = MetadataReference.Unpack(BinaryPrimitives.ReadUInt64LittleEndian(value));
            value = ReadValue(ref there);
        }
        try
        {
            return new ExtendedAttribute(prefix + Strict.GetString(name), value);
        }
        catch (DecoderFallbackException)
        {
            throw SquashFsFormat.Unsupported("the name of an extended attribute is not UTF-8");
        }
    }

    private byte[] ReadValue(ref MetadataReference at)
    {
        Span<byte> field = stackalloc byte[sizeof(uint)];
        metadata.Read(region, ref at, field);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(field);
        if (length > SquashFsFormat.MaxAttributeValue)
        {
            throw SquashFsFormat.Damaged($"a value of {length} bytes for an extended attribute");
        }
        // An empty attribute costs memory too.
        _bytes += length + EntrySize;
        if (_bytes > MaxBytes)
        {
            throw SquashFsFormat.Unsupported("extended attributes of more than 64 MiB");
        }
        var value = new byte[length];
        metadata.Read(region, ref at, value);
        return value;
    }
}
