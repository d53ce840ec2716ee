using System.Collections.Immutable;
using System.Text;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Deb822;

/// <summary>
/// Reads Debian control files (deb822(5)) paragraph by paragraph, forward only: package indexes have 70 000 of them,
/// so that fields nobody asked for are never turned into text.
/// </summary>
public sealed class Deb822Reader
{
    internal const string Format = "Debian control file";

    /// <summary>The longest line that is read, in bytes; dependency fields are one line.</summary>
    public const int MaxLine = 4 << 20;

    /// <summary>The longest value that is read, in bytes; a Release file's list of digests is one value.</summary>
    public const int MaxValue = 32 << 20;

    private const int InitialBuffer = 1 << 16;
    private const int MaxFields = 1000;

    private readonly Stream _stream;
    private readonly FieldNames? _wanted;
    private readonly List<Deb822Field> _fields = [];
    private byte[] _buffer = new byte[InitialBuffer];
    private int _start;
    private int _end;
    private bool _ended;
    private byte[] _value = new byte[256];
    private int _valueLength;
    private string? _name;
    private bool _inField;
    private long _line;

    /// <param name="stream">Stands at the first paragraph; the caller owns it.</param>
    /// <param name="fields">The fields to keep, or null for all.</param>
    public Deb822Reader(Stream stream, IEnumerable<string>? fields = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
        _wanted = fields is null ? null : new FieldNames(fields);
    }

    /// <summary>Reads every paragraph of a small file.</summary>
    public static ImmutableArray<Deb822Paragraph> ReadAll(ReadOnlyMemory<byte> bytes)
    {
        using var stream = new MemoryStream(bytes.ToArray(), writable: false);
        var reader = new Deb822Reader(stream);
        ImmutableArray<Deb822Paragraph>.Builder all = ImmutableArray.CreateBuilder<Deb822Paragraph>();
        while (reader.Next() is { } paragraph)
        {
            all.Add(paragraph);
        }
        return all.ToImmutable();
    }

    /// <summary>The next paragraph, or null at the end of the stream.</summary>
    /// <exception cref="DamagedFormatException">
    /// The text is no control file, or a line or value is too long.
    /// </exception>
    public Deb822Paragraph? Next()
    {
        _fields.Clear();
        _inField = false;
        _name = null;
        bool any = false;
        while (ReadLine(out ReadOnlySpan<byte> line))
        {
            if (line.TrimEnd(Blanks).IsEmpty)
            {
                if (any)
                {
                    break;
                }
                continue;
            }
            if (line[0] == '#')
            {
                continue;
            }
            any = true;
            Accept(line);
        }
        EndField();
        return any ? new Deb822Paragraph([.. _fields]) : null;
    }

    private static ReadOnlySpan<byte> Blanks => " \t\r"u8;

    private void Accept(ReadOnlySpan<byte> line)
    {
        if (line[0] is (byte)' ' or (byte)'\t')
        {
            if (!_inField)
            {
                throw Damaged("a continuation line before any field");
            }
            if (_name is not null)
            {
                ReadOnlySpan<byte> text = line[1..].TrimEnd(Blanks);
                Append("\n"u8);
                Append(text.SequenceEqual("."u8) ? [] : text);
            }
            return;
        }
        EndField();
        int colon = line.IndexOf((byte)':');
        if (colon <= 0 || line[0] == '-' || line[..colon].ContainsAnyExceptInRange((byte)'!', (byte)'~'))
        {
            throw Damaged("a line that is neither 'Name: value' nor a continuation");
        }
        _inField = true;
        _name = _wanted is null ? Encoding.ASCII.GetString(line[..colon]) : _wanted.Find(line[..colon]);
        if (_name is not null)
        {
            Append(line[(colon + 1)..].Trim(Blanks));
        }
    }

    private void EndField()
    {
        if (_name is null)
        {
            return;
        }
        foreach (Deb822Field field in _fields)
        {
            if (field.Name.Equals(_name, StringComparison.OrdinalIgnoreCase))
            {
                throw Damaged($"the field {_name} twice in one paragraph");
            }
        }
        if (_fields.Count == MaxFields)
        {
            throw Damaged($"more than {MaxFields} fields in one paragraph");
        }
        _fields.Add(new Deb822Field(_name, Encoding.UTF8.GetString(_value.AsSpan(0, _valueLength))));
        _valueLength = 0;
        _name = null;
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        int length = _valueLength + text.Length;
        if (length > MaxValue)
        {
            throw Damaged($"a value of more than {MaxValue} bytes");
        }
        if (length > _value.Length)
        {
            Array.Resize(ref _value, Math.Max(length, 2 * _value.Length));
        }
        text.CopyTo(_value.AsSpan(_valueLength));
        _valueLength = length;
    }

    /// <summary>The next line without its '\n', valid until the next call; false at the end.</summary>
    private bool ReadLine(out ReadOnlySpan<byte> line)
    {
        int searched = 0;
        while (true)
        {
            int found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                line = _buffer.AsSpan(_start, searched + found);
                _start += searched + found + 1;
                _line++;
                return true;
            }
            searched = _end - _start;
            if (searched > MaxLine)
            {
                throw Damaged($"a line of more than {MaxLine} bytes");
            }
            if (_ended || !Fill())
            {
                line = _buffer.AsSpan(_start, searched);
                _start = _end;
                _line++;
                return searched > 0;
            }
        }
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }
        int read = _stream.Read(_buffer.AsSpan(_end));
        _ended = read == 0;
        _end += read;
        return read > 0;
    }

    private DamagedFormatException Damaged(string what) => new(Format, $"line {_line}: {what}");
}
