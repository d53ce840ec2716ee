using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Avocado.Cli.Inspect.FileSystems;
using Avocado.Files;
using Avocado.Formats.Cpio;
using Avocado.Formats.SquashFs;

namespace Avocado.Cli.Diff.Files;

/// <summary>All of a file but its bytes.</summary>
/// <param name="Kind">As reports spell it.</param>
/// <param name="Mode">Octal.</param>
/// <param name="Owner">Numbers of user and group.</param>
/// <param name="Size">Bytes of a file.</param>
/// <param name="Target">Of a link; of a device its numbers.</param>
/// <param name="Attributes">Extended attributes.</param>
/// <param name="Digest">SHA-256 of the bytes, where that is known already.</param>
internal sealed record FileState(
    string Kind, string Mode, string Owner, long? Size, string? Target, ImmutableArray<ExtendedAttribute> Attributes,
    string? Digest = null)
{
    // Longer values (of labels and access lists there are none) say nothing to anybody.
    private const int LongestValue = 64;

    /// <summary>The state of an entry.</summary>
    public static FileState Of(SquashFsEntry entry) => new(
        EntryText.KindOf(entry.Kind),
        UnixMode.ToOctal(entry.Mode),
        string.Create(CultureInfo.InvariantCulture, $"{entry.Uid}:{entry.Gid}"),
        entry.Kind == EntryKind.File ? entry.Size : null,
        EntryText.TargetOf(entry),
        entry.Attributes);

    /// <summary>The state of a member, whose data is read for it: the target of a link, or the digest.</summary>
    public static FileState Of(CpioMember member)
    {
        string? target = null;
        string? digest = null;
        if (member.Kind == EntryKind.SymbolicLink && member.Data.Length <= UnixPath.MaxLength)
        {
            var bytes = new byte[member.Data.Length];
            member.Data.ReadExactly(bytes);
            target = Encoding.UTF8.GetString(bytes);
        }
        else
        {
            digest = Sha256Digest.Of(member.Data).ToString();
        }
        return new FileState(
            EntryText.KindOf(member.Kind),
            UnixMode.ToOctal(member.Permissions),
            string.Create(CultureInfo.InvariantCulture, $"{member.Header.Uid}:{member.Header.Gid}"),
            member.Kind == EntryKind.File ? member.Data.Length : null,
            target,
            [],
            member.Kind == EntryKind.File ? digest : null);
    }

    /// <summary>What differs between two states; of one alone what is worth knowing.</summary>
    public static FieldList Compare(FileState? old, FileState? @new)
    {
        var fields = new FieldList();
        if (old is null || @new is null)
        {
            FileState state = (@new ?? old)!;
            foreach ((string name, string? value) in new[]
            {
                ("kind", state.Kind == "file" ? null : state.Kind), ("mode", state.Mode),
                ("owner", state.Owner == "0:0" ? null : state.Owner), ("target", state.Target),
            })
            {
                fields.Add(name, old is null ? null : value, @new is null ? null : value);
            }
        }
        else
        {
            fields.Add("kind", old.Kind, @new.Kind);
            fields.Add("mode", old.Mode, @new.Mode);
            fields.Add("owner", old.Owner, @new.Owner);
            fields.Add("target", old.Target, @new.Target);
        }
        CompareAttributes(old, @new, fields);
        return fields;
    }

    private static void CompareAttributes(FileState? old, FileState? @new, FieldList fields)
    {
        ImmutableArray<ExtendedAttribute> olds = old?.Attributes ?? [];
        ImmutableArray<ExtendedAttribute> news = @new?.Attributes ?? [];
        foreach (string name in olds.Concat(news).Select(a => a.Name).Distinct().Order(StringComparer.Ordinal))
        {
            ExtendedAttribute? before = olds.FirstOrDefault(a => a.Name == name);
            ExtendedAttribute? after = news.FirstOrDefault(a => a.Name == name);
            if (!Equals(before, after))
            {
                fields.AddAlways("xattr " + name, Show(before), Show(after));
            }
        }
    }

    private static string? Show(ExtendedAttribute? attribute) =>
        attribute is null ? null
        : attribute.Value.Length <= LongestValue ? "0x" + Convert.ToHexStringLower(attribute.Value.Span)
        : "sha256 " + Sha256Digest.Of(attribute.Value.Span);
}
