using System.Buffers.Text;
using System.Text;
using Avocado.Files;
using Avocado.Formats.Archives;

namespace Avocado.Formats.Tar;

/// <summary>
/// The records of pax extended headers ("length key=value\n", POSIX pax) that override fields of the header which
/// follows.
/// </summary>
internal sealed class PaxRecords
{
    private const string SchilyAttribute = "SCHILY.xattr.";
    private const string LibArchiveAttribute = "LIBARCHIVE.xattr.";

    /// <summary>More records, or more bytes in them, describe no file: they are there to fill our memory.</summary>
    private const int MaxCount = 4096;
    private const int MaxTotalSize = 4 << 20;

    private readonly SortedDictionary<string, byte[]> _values;

    private PaxRecords(SortedDictionary<string, byte[]> values) => _values = values;

    /// <summary>No records.</summary>
    public static PaxRecords None { get; } = new(new(StringComparer.Ordinal));

    /// <summary>The value of <paramref name="key"/>, or null; an empty value means the header's field.</summary>
    public byte[]? Find(string key) => _values.GetValueOrDefault(key) is { Length: > 0 } value ? value : null;

    /// <summary>True when a key begins with <paramref name="prefix"/>.</summary>
    public bool Any(string prefix) => _values.Keys.Any(k => k.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>The records here and those of <paramref name="content"/>, which win.</summary>
    /// <param name="content">The content of an extended header.</param>
    /// <param name="archive">Makes the errors.</param>
    public PaxRecords With(ReadOnlySpan<byte> content, ArchiveSource archive)
    {
        var values = new SortedDictionary<string, byte[]>(_values, StringComparer.Ordinal);
        while (!content.IsEmpty)
        {
            if (content[0] is < (byte)'0' or > (byte)'9'
                || !Utf8Parser.TryParse(content, out int length, out int digits)
                || length > content.Length
                || length < digits + 4
                || content[digits] != ' '
                || content[length - 1] != '\n')
            {
                throw archive.Damaged("an extended header has a record that does not end where it says");
            }
            ReadOnlySpan<byte> record = content[(digits + 1)..(length - 1)];
            int equals = record.IndexOf((byte)'=');
            if (equals < 1 || !System.Text.Unicode.Utf8.IsValid(record[..equals]))
            {
                throw archive.Damaged("an extended header has a record without a key");
            }
            values[Encoding.UTF8.GetString(record[..equals])] = record[(equals + 1)..].ToArray();
            content = content[length..];
        }
        return values.Count <= MaxCount && values.Sum(v => (long)v.Key.Length + v.Value.Length) <= MaxTotalSize
            ? new PaxRecords(values)
            : throw archive.Damaged("it has too many extended header records");
    }

    /// <summary>The records here and those of <paramref name="others"/> that are not here.</summary>
    public PaxRecords Over(PaxRecords others)
    {
        if (_values.Count == 0 || others._values.Count == 0)
        {
            return _values.Count == 0 ? others : this;
        }
        var values = new SortedDictionary<string, byte[]>(others._values, StringComparer.Ordinal);
        foreach ((string key, byte[] value) in _values)
        {
            values[key] = value;
        }
        return new PaxRecords(values);
    }

    /// <summary>A whole number, or <paramref name="otherwise"/> where none is; fractions are rounded down.</summary>
    public long Number(string key, long otherwise, ArchiveSource archive)
    {
        if (Find(key) is not { } text)
        {
            return otherwise;
        }
        bool isNumber = Utf8Parser.TryParse(text, out long value, out int used) && text[0] != '+';
        ReadOnlySpan<byte> fraction = text.AsSpan(used);
        if (isNumber && fraction is [(byte)'.', ..] && !fraction[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            bool roundsDown = text[0] == '-' && fraction[1..].ContainsAnyExcept((byte)'0') && value > long.MinValue;
            return value - (roundsDown ? 1 : 0);
        }
        return isNumber && fraction.IsEmpty
            ? value
            : throw archive.Damaged($"an extended header has a {key} that is not a number");
    }

    /// <summary>
    /// The extended attributes, sorted by name. libarchive writes each twice, once as SCHILY (raw) and once in its
    /// own form (name in percent encoding, value in base64).
    /// </summary>
    public IReadOnlyList<ExtendedAttribute> ExtendedAttributes(ArchiveSource archive)
    {
        SortedDictionary<string, byte[]>? attributes = null;
        // LIBARCHIVE sorts before SCHILY: where both have an attribute, the raw form stays.
        foreach ((string key, byte[] value) in _values)
        {
            if (key.StartsWith(LibArchiveAttribute, StringComparison.Ordinal))
            {
                attributes ??= new(StringComparer.Ordinal);
                attributes[Uri.UnescapeDataString(key[LibArchiveAttribute.Length..])] = FromBase64(value, archive);
            }
            else if (key.StartsWith(SchilyAttribute, StringComparison.Ordinal))
            {
                attributes ??= new(StringComparer.Ordinal);
                attributes[key[SchilyAttribute.Length..]] = value;
            }
        }
        if (attributes is null)
        {
            return [];
        }
        return attributes.Keys.All(IsAttributeName)
            ? [.. attributes.Select(a => new ExtendedAttribute(a.Key, a.Value))]
            : throw archive.Damaged("an extended attribute has an impossible name");
    }

    /// <summary>Linux: at most 255 bytes, no NUL; control characters have no place there either.</summary>
    private static bool IsAttributeName(string name) =>
        name.Length > 0 && Encoding.UTF8.GetByteCount(name) <= 255 && !name.Any(char.IsControl);

    /// <summary>Base64, whose padding libarchive leaves out.</summary>
    private static byte[] FromBase64(byte[] text, ArchiveSource archive)
    {
        ReadOnlySpan<byte> digits = text.AsSpan().TrimEnd((byte)'=');
        Span<byte> padded = new byte[(digits.Length + 3) / 4 * 4];
        padded.Fill((byte)'=');
        digits.CopyTo(padded);
        var value = new byte[Base64.GetMaxDecodedFromUtf8Length(padded.Length)];
        return Base64.DecodeFromUtf8(padded, value, out _, out int written) == System.Buffers.OperationStatus.Done
            ? value[..written]
            : throw archive.Damaged("an extended attribute is not base64");
    }
}
