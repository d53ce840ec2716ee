using System.Buffers.Text;
using System.Text;
using Avocado.Formats.Archives;

namespace Avocado.Formats.Ar;

/// <summary>What stands before each member: text fields of fixed width, filled with spaces (ar(5)).</summary>
/// <param name="NameField">The name field without the spaces at its end.</param>
/// <param name="ContentSize">The content's size in bytes.</param>
internal readonly record struct ArHeader(string NameField, long ContentSize)
{
    private const int NameLength = 16;
    private const int ModificationTimeOffset = NameLength;
    private const int OwnerOffset = ModificationTimeOffset + 12;
    private const int GroupOffset = OwnerOffset + 6;
    private const int ModeOffset = GroupOffset + 6;
    private const int ContentSizeOffset = ModeOffset + 8;
    private const int ContentSizeLength = 10;
    private const int MagicOffset = ContentSizeOffset + ContentSizeLength;

    /// <summary>Size of a header in bytes.</summary>
    public const int Size = MagicOffset + 2;

    public static ArHeader Read(ReadOnlySpan<byte> source, ArchiveSource archive)
    {
        if (!source[MagicOffset..Size].SequenceEqual("`\n"u8))
        {
            throw archive.Damaged("a member's header does not end as it should");
        }
        ReadOnlySpan<byte> name = source[..NameLength].TrimEnd((byte)' ');
        if (name.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
        {
            throw archive.Damaged("a member's name is not plain text");
        }
        long size = ReadNumber(source.Slice(ContentSizeOffset, ContentSizeLength), archive);
        return new ArHeader(Encoding.ASCII.GetString(name), size);
    }

    /// <summary>Decimal digits, then spaces.</summary>
    public static long ReadNumber(ReadOnlySpan<byte> field, ArchiveSource archive)
    {
        field = field.TrimEnd((byte)' ');
        return field is [>= (byte)'0' and <= (byte)'9', ..]
            && Utf8Parser.TryParse(field, out long value, out int used)
            && used == field.Length
            ? value
            : throw archive.Damaged("a number in a member's header is not a number");
    }
}
