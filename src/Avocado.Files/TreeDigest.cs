using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Avocado.Files;

/// <summary>
/// One digest over everything of a tree that an image shows: paths, kinds, modes, owners, times, attributes, links,
/// devices and contents. Not over origins or host paths: they change no byte.
/// </summary>
public static class TreeDigest
{
    /// <summary>Raised when the same tree gets another digest.</summary>
    private const byte Version = 1;

    private const int BatchSize = 1 << 14;

    /// <summary>Computes it; contents whose digest is not known are read.</summary>
    public static Sha256Digest Of(FileTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var fields = new ArrayBufferWriter<byte>(2 * BatchSize);
        var groups = new Dictionary<LinkGroup, int>();
        fields.Write([Version]);
        foreach (Entry entry in tree.Entries)
        {
            Add(fields, entry, groups);
            if (fields.WrittenCount >= BatchSize)
            {
                hash.AppendData(fields.WrittenSpan);
                fields.ResetWrittenCount();
            }
        }
        hash.AppendData(fields.WrittenSpan);
        return new Sha256Digest(hash.GetHashAndReset());
    }

    private static void Add(ArrayBufferWriter<byte> fields, Entry entry, Dictionary<LinkGroup, int> groups)
    {
        AddBytes(fields, entry.Path.Bytes);
        AddNumber(fields, (long)entry.Kind);
        AddNumber(fields, entry.Mode);
        AddNumber(fields, entry.Uid);
        AddNumber(fields, entry.Gid);
        AddNumber(fields, entry.ModificationTime ?? long.MinValue);
        AddNumber(fields, entry.Attributes.Length);
        foreach (ExtendedAttribute attribute in entry.Attributes)
        {
            AddBytes(fields, System.Text.Encoding.UTF8.GetBytes(attribute.Name));
            AddBytes(fields, attribute.Value.Span);
        }
        AddBytes(fields, entry.LinkTarget.Span);
        // A group is known by its first name: who numbered it does not matter.
        int group = -1;
        if (entry.LinkGroup is { } links && !groups.TryGetValue(links, out group))
        {
            group = groups.Count;
            groups.Add(links, group);
        }
        AddNumber(fields, group);
        AddNumber(fields, entry.Device.Encoded);
        AddNumber(fields, entry.Content.Size);
        if (entry.Content.Size > 0)
        {
            entry.Content.ComputeDigest().CopyTo(fields.GetSpan(Sha256Digest.Size));
            fields.Advance(Sha256Digest.Size);
        }
    }

    private static void AddBytes(ArrayBufferWriter<byte> fields, ReadOnlySpan<byte> bytes)
    {
        AddNumber(fields, bytes.Length);
        fields.Write(bytes);
    }

    private static void AddNumber(ArrayBufferWriter<byte> fields, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(fields.GetSpan(sizeof(long)), value);
        fields.Advance(sizeof(long));
    }
}
