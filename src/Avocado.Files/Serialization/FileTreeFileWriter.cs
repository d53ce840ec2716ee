using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Avocado.Files.Diagnostics;

namespace Avocado.Files.Serialization;

/// <summary>Writes a <see cref="FileTreeFile"/>; the same tree gives the same bytes.</summary>
public sealed class FileTreeFileWriter
{
    private const int FlushSize = 1 << 16;
    private const int MaxNumber = 20;

    private readonly Stream _stream;
    private readonly ArrayBufferWriter<byte> _lines = new(2 * FlushSize);
    private readonly IncrementalHash _hash;
    private readonly Dictionary<Origin, int> _origins = [];
    private readonly Dictionary<string, int> _shared = new(StringComparer.Ordinal);
    private int _hosts;
    private long _length;

    private FileTreeFileWriter(Stream stream, IncrementalHash hash)
    {
        _stream = stream;
        _hash = hash;
    }

    /// <summary>Writes the file to a stream, forward.</summary>
    /// <exception cref="AvocadoException">AVO0203: the tree is larger than the format holds.</exception>
    public static void Write(Stream stream, FileTreeFile file)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(file);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        new FileTreeFileWriter(stream, hash).Write(file);
    }

    /// <summary>The letter that starts the line of an entry.</summary>
    internal static byte LetterOf(EntryKind kind) => "dflbcps"u8[(int)kind];

    private void Write(FileTreeFile file)
    {
        Line($"avocado-tree {FileTreeFile.Version}");
        foreach (Entry entry in file.Tree.Entries)
        {
            int origin = IndexOf(entry.Origin, depth: 1);
            int host = entry.Content switch
            {
                // Slices share their files. A host file is an entry's own: to remember all would cost a path each.
                HostFileContent content => AddHost(content.HostPath),
                SliceContent content => IndexOf(content.HostPath),
                _ => 0,
            };
            WriteEntry(entry, origin, host);
            if (file.Extents.TryGetValue(entry.Path, out ImmutableArray<FileExtent> extents))
            {
                WriteExtents(extents);
            }
            EndLine();
        }
        Flush();
        _hash.TryGetHashAndReset(_lines.GetSpan(Sha256Digest.Size), out _);
        var digest = new Sha256Digest(_lines.GetSpan(Sha256Digest.Size)[..Sha256Digest.Size]);
        Line($"end {file.Tree.Entries.Length} {digest}");
        Flush();
    }

    private void WriteEntry(Entry entry, int origin, int host)
    {
        _lines.Write([LetterOf(entry.Kind), (byte)' ', (byte)'/']);
        TreeText.Write(_lines, entry.Path.Bytes);
        _lines.Write(" mode="u8);
        Encoding.UTF8.GetBytes(UnixMode.ToOctal(entry.Mode), _lines);
        Field(" origin="u8, origin);
        if (entry.Uid != 0 || entry.Gid != 0)
        {
            Field(" owner="u8, entry.Uid, ":"u8, entry.Gid);
        }
        if (entry.ModificationTime is { } time)
        {
            Field(" mtime="u8, time);
        }
        foreach (ExtendedAttribute attribute in entry.Attributes)
        {
            Text($" xattr={Convert.ToBase64String(attribute.Value.Span)}:");
            TreeText.Write(_lines, Encoding.UTF8.GetBytes(attribute.Name));
        }
        if (entry.LinkGroup is { } group)
        {
            Field(" link="u8, group.Number);
            _lines.Write(":"u8);
            TreeText.Write(_lines, Encoding.UTF8.GetBytes(group.Source));
        }
        switch (entry.Kind)
        {
            case EntryKind.SymbolicLink:
                _lines.Write(" target="u8);
                TreeText.Write(_lines, entry.LinkTarget.Span);
                break;
            case EntryKind.BlockDevice or EntryKind.CharacterDevice:
                Field(" device="u8, entry.Device.Major, ":"u8, entry.Device.Minor);
                break;
            case EntryKind.File:
                WriteContent(entry.Content, host);
                break;
        }
    }

    private void WriteContent(Content content, int host)
    {
        if (content.Digest is { } digest)
        {
            _lines.Write(" sha256="u8);
            digest.Format(_lines.GetSpan(2 * Sha256Digest.Size));
            _lines.Advance(2 * Sha256Digest.Size);
        }
        Field(" size="u8, content.Size);
        switch (content)
        {
            case HostFileContent file:
                Field(" host="u8, host, ":"u8, file.Stamp.ChangedTicks);
                break;
            case SliceContent slice:
                Field(" slice="u8, host, ":"u8, slice.Offset);
                break;
            case BytesContent bytes when bytes.Size > 0:
                _lines.Write(" bytes="u8);
                Base64.EncodeToUtf8(bytes.Memory.Span,
                    _lines.GetSpan(Base64.GetMaxEncodedToUtf8Length(bytes.Memory.Length)), out _, out int written);
                _lines.Advance(written);
                break;
            case BytesContent:
                break;
            default:
                throw Codes.FormatLimit.Error(FileTreeFile.FormatName, "bytes that are no file of the host");
        }
    }

    private void WriteExtents(ImmutableArray<FileExtent> extents)
    {
        foreach (FileExtent extent in extents)
        {
            Field(" extent="u8, extent.Start, "+"u8, extent.Length);
            if (extent.Fragment != FileExtent.Own)
            {
                Field("@"u8, extent.Fragment);
            }
        }
    }

    private int IndexOf(Origin origin, int depth)
    {
        if (_origins.TryGetValue(origin, out int index))
        {
            return index;
        }
        if (depth > FileTreeFile.MaxOriginDepth)
        {
            throw Codes.FormatLimit.Error(FileTreeFile.FormatName,
                $"one path was replaced more than {FileTreeFile.MaxOriginDepth} times");
        }
        int? replaced = origin.Replaced is null ? null : IndexOf(origin.Replaced, depth + 1);
        index = _origins.Count;
        _origins.Add(origin, index);
        Text($"origin {index} {WordOf(origin.Kind)} ");
        TreeText.Write(_lines, Encoding.UTF8.GetBytes(origin.Name));
        Optional("version", origin.Version);
        Optional("reason", origin.Reason);
        if (replaced is not null)
        {
            Text($" replaces={replaced}");
        }
        EndLine();
        return index;
    }

    private int IndexOf(string hostPath)
    {
        if (!_shared.TryGetValue(hostPath, out int index))
        {
            index = AddHost(hostPath);
            _shared.Add(hostPath, index);
        }
        return index;
    }

    private int AddHost(string hostPath)
    {
        Field("host "u8, _hosts);
        _lines.Write(" "u8);
        TreeText.Write(_lines, Encoding.UTF8.GetBytes(hostPath));
        EndLine();
        return _hosts++;
    }

    internal static string WordOf(OriginKind kind) => kind switch
    {
        OriginKind.Package => "package",
        OriginKind.Project => "project",
        OriginKind.Overlay => "overlay",
        _ => "generated",
    };

    private void Optional(string key, string? value)
    {
        if (value is not null)
        {
            Text($" {key}=");
            TreeText.Write(_lines, Encoding.UTF8.GetBytes(value));
        }
    }

    /// <summary>Most lines have five of these, and a tree may have a million lines.</summary>
    private void Field(ReadOnlySpan<byte> name, long value)
    {
        _lines.Write(name);
        Utf8Formatter.TryFormat(value, _lines.GetSpan(MaxNumber), out int written);
        _lines.Advance(written);
    }

    private void Field(ReadOnlySpan<byte> name, long first, ReadOnlySpan<byte> between, long second)
    {
        Field(name, first);
        Field(between, second);
    }

    private void Line(FormattableString text)
    {
        Text(text);
        EndLine();
    }

    private void Text(FormattableString text) =>
        Encoding.UTF8.GetBytes(text.ToString(CultureInfo.InvariantCulture), _lines);

    private void EndLine()
    {
        _lines.Write("\n"u8);
        if (_lines.WrittenCount >= FlushSize)
        {
            Flush();
        }
    }

    private void Flush()
    {
        _length += _lines.WrittenCount;
        if (_length > FileTreeFile.MaxSize)
        {
            throw Codes.FormatLimit.Error(FileTreeFile.FormatName, $"more than {FileTreeFile.MaxSize} bytes");
        }
        _hash.AppendData(_lines.WrittenSpan);
        _stream.Write(_lines.WrittenSpan);
        _lines.ResetWrittenCount();
    }
}
