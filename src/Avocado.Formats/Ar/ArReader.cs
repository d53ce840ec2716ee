using System.Text;
using Avocado.Formats.Archives;

namespace Avocado.Formats.Ar;

/// <summary>
/// Reads an ar archive forward, as Debian packages are: plain names, GNU names (a '/' at the end, a table for long
/// ones) and BSD names (before the content). GNU's symbol tables are passed over.
/// </summary>
public sealed class ArReader
{
    private const string Format = "ar archive";
    private const string BsdNamePrefix = "#1/";
    private const int MaxNameLength = 4096;
    private const int MaxNameTableSize = 1 << 20;

    private readonly ArchiveSource _source;
    private byte[] _longNames = [];
    private bool _started;

    /// <param name="source">Stands at the archive's first byte; the caller keeps it.</param>
    public ArReader(Stream source)
    {
        ArgumentNullException.ThrowIfNull(source);
        _source = new ArchiveSource(source, Format);
    }

    private static ReadOnlySpan<byte> Magic => "!<arch>\n"u8;

    /// <summary>Goes to the next member; what was not read of the one before is passed over.</summary>
    /// <returns>False at the end of the archive.</returns>
    /// <exception cref="Avocado.Files.Diagnostics.DamagedFormatException">It is damaged or cut off.</exception>
    public bool Next(out ArMember member)
    {
        if (!_started)
        {
            ReadMagic();
            _started = true;
        }
        Span<byte> bytes = stackalloc byte[ArHeader.Size];
        while (true)
        {
            _source.EndMember();
            if (!_source.TryReadExactly(bytes))
            {
                member = default;
                return false;
            }
            ArHeader header = ArHeader.Read(bytes, _source);
            // Members begin at even offsets.
            _source.BeginMember(header.ContentSize, (int)(header.ContentSize & 1));
            switch (header.NameField)
            {
                case "/" or "/SYM64/":
                    continue;
                case "//":
                    ReadLongNames(header.ContentSize);
                    continue;
                default:
                    member = new ArMember(NameOf(header), _source.MemberLeft);
                    return true;
            }
        }
    }

    /// <summary>The content of the current member; it can be read once, until <see cref="Next"/> is called.</summary>
    public Stream OpenMember() => _source.OpenMember();

    private void ReadMagic()
    {
        Span<byte> magic = stackalloc byte[Magic.Length];
        _source.ReadExactly(magic);
        if (magic.SequenceEqual("!<thin>\n"u8))
        {
            throw _source.Unsupported("a thin archive, whose members are other files");
        }
        if (!magic.SequenceEqual(Magic))
        {
            throw _source.Damaged("it does not begin as an archive does");
        }
    }

    private void ReadLongNames(long size)
    {
        if (size > MaxNameTableSize)
        {
            throw _source.Damaged("its table of names is too large");
        }
        _longNames = _source.TakeMember();
    }

    private string NameOf(ArHeader header)
    {
        string name = header.NameField;
        if (name.StartsWith(BsdNamePrefix, StringComparison.Ordinal))
        {
            return Decode(ReadBsdName(name));
        }
        if (name is ['/', ..])
        {
            return Decode(FindLongName(name));
        }
        return Checked(name is [_, .., '/'] ? name[..^1] : name);
    }

    /// <summary>"#1/n": the name is the first n bytes of the content, filled with NUL.</summary>
    private byte[] ReadBsdName(string field)
    {
        long length = ArHeader.ReadNumber(Encoding.ASCII.GetBytes(field[BsdNamePrefix.Length..]), _source);
        if (length > MaxNameLength || length > _source.MemberLeft)
        {
            throw _source.Damaged("a member's name is too long");
        }
        var name = new byte[length];
        for (Span<byte> left = name; !left.IsEmpty;)
        {
            left = left[_source.ReadMember(left)..];
        }
        return name.AsSpan().TrimEnd((byte)0).ToArray();
    }

    /// <summary>"/n": the name begins at offset n of the table and ends with "/\n".</summary>
    private ReadOnlySpan<byte> FindLongName(string field)
    {
        long offset = ArHeader.ReadNumber(Encoding.ASCII.GetBytes(field[1..]), _source);
        if (offset < _longNames.Length)
        {
            ReadOnlySpan<byte> name = _longNames.AsSpan((int)offset);
            if (name.IndexOf("/\n"u8) is var end and > 0 and <= MaxNameLength)
            {
                return name[..end];
            }
        }
        throw _source.Damaged("a member's name is not in the table of names");
    }

    private string Decode(ReadOnlySpan<byte> name) => System.Text.Unicode.Utf8.IsValid(name)
        ? Checked(Encoding.UTF8.GetString(name))
        : throw _source.Damaged("a member's name is not UTF-8");

    private string Checked(string name) => name.Length > 0 && !name.Any(char.IsControl)
        ? name
        : throw _source.Damaged("a member's name is empty or not plain text");
}
