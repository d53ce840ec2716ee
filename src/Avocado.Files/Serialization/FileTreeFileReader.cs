using System.Collections.Immutable;
using System.Text;
using Avocado.Files.Diagnostics;

namespace Avocado.Files.Serialization;

/// <summary>Reads a <see cref="FileTreeFile"/>, whatever is in it.</summary>
public sealed class FileTreeFileReader
{
    private readonly List<(Origin Origin, int Depth)> _origins = [];
    private readonly List<string> _hosts = [];
    private readonly HashSet<UnixPath> _folders = [];
    private readonly ImmutableArray<Entry>.Builder _entries = ImmutableArray.CreateBuilder<Entry>();
    private readonly Dictionary<UnixPath, ImmutableArray<FileExtent>> _extents = [];

    private FileTreeFileReader()
    {
    }

    /// <summary>Reads a file from a stream that can seek.</summary>
    /// <exception cref="DamagedFormatException">The file is damaged or of another version.</exception>
    public static FileTreeFile Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        long size = stream.Length - stream.Position;
        if (size > FileTreeFile.MaxSize)
        {
            throw Damaged($"larger than {FileTreeFile.MaxSize} bytes");
        }
        var bytes = new byte[size];
        stream.ReadExactly(bytes);
        return new FileTreeFileReader().Read(bytes);
    }

    private FileTreeFile Read(ReadOnlySpan<byte> file)
    {
        ReadOnlySpan<byte> rest = file;
        int number = 0;
        if (!Line(ref rest, ref number).SequenceEqual(Encoding.ASCII.GetBytes($"avocado-tree {FileTreeFile.Version}")))
        {
            throw Damaged($"does not start as version {FileTreeFile.Version}");
        }
        while (true)
        {
            int start = file.Length - rest.Length;
            var fields = new TreeFields(Line(ref rest, ref number), number);
            ReadOnlySpan<byte> word = fields.Next();
            if (word.SequenceEqual("end"u8))
            {
                ReadEnd(ref fields, Sha256Digest.Of(file[..start]));
                return rest.IsEmpty
                    ? new FileTreeFile(new FileTree(_entries.DrainToImmutable()), _extents)
                    : throw Damaged("something follows the end");
            }
            if (word.SequenceEqual("origin"u8))
            {
                ReadOrigin(ref fields);
            }
            else if (word.SequenceEqual("host"u8))
            {
                _hosts.Add(fields.Number(fields.Next()) == _hosts.Count
                    ? fields.Text(fields.Next())
                    : throw fields.Damaged("host paths out of order"));
            }
            else
            {
                int kind = word.Length == 1 ? "dflbcps"u8.IndexOf(word[0]) : -1;
                ReadEntry(ref fields, kind < 0 ? throw fields.Damaged("an unknown line") : (EntryKind)kind);
            }
        }
    }

    private void ReadEnd(ref TreeFields fields, Sha256Digest digest)
    {
        if (fields.Number(fields.Next()) != _entries.Count || _entries.Count == 0)
        {
            throw fields.Damaged("entries are missing");
        }
        if (fields.Digest(fields.Next()) != digest || !fields.IsEmpty)
        {
            throw fields.Damaged("the checksum does not match");
        }
    }

    private void ReadOrigin(ref TreeFields fields)
    {
        if (fields.Number(fields.Next()) != _origins.Count)
        {
            throw fields.Damaged("origins out of order");
        }
        ReadOnlySpan<byte> word = fields.Next();
        OriginKind? kind = null;
        foreach (OriginKind candidate in Enum.GetValues<OriginKind>())
        {
            if (word.SequenceEqual(Encoding.ASCII.GetBytes(FileTreeFileWriter.WordOf(candidate))))
            {
                kind = candidate;
            }
        }
        var origin = new Origin(kind ?? throw fields.Damaged("an unknown origin"), fields.Text(fields.Next()));
        int depth = 1;
        while (!fields.IsEmpty)
        {
            ReadOnlySpan<byte> value = fields.Next(out ReadOnlySpan<byte> key);
            if (key.SequenceEqual("version"u8))
            {
                origin = origin with { Version = fields.Text(value) };
            }
            else if (key.SequenceEqual("reason"u8))
            {
                origin = origin with { Reason = fields.Text(value) };
            }
            else if (key.SequenceEqual("replaces"u8))
            {
                (Origin replaced, int below) = OriginAt(fields.Number(value), fields);
                origin = origin with { Replaced = replaced };
                depth = below + 1;
            }
            else
            {
                throw fields.Damaged("an unknown field of an origin");
            }
        }
        if (depth > FileTreeFile.MaxOriginDepth)
        {
            throw fields.Damaged("a path was replaced too often");
        }
        _origins.Add((origin, depth));
    }

    private void ReadEntry(ref TreeFields fields, EntryKind kind)
    {
        byte[] text = TreeText.Read(fields.Next());
        UnixPath path = UnixPath.Parse(text);
        if (text.Length != path.Length + 1)
        {
            throw fields.Damaged("a path that is not in its short form");
        }
        bool first = _entries.Count == 0;
        if (first ? !path.IsRoot || kind != EntryKind.Directory
            : path <= _entries[^1].Path || !_folders.Contains(path.Parent))
        {
            throw fields.Damaged("a path out of order or without its folder");
        }
        if (kind == EntryKind.Directory)
        {
            _folders.Add(path);
        }
        var entry = new TreeEntryFields();
        while (!fields.IsEmpty)
        {
            entry.Read(ref fields);
        }
        _entries.Add(entry.ToEntry(path, kind, OriginAt(entry.Origin, fields).Origin, HostAt, fields));
        if (entry.Extents.Count > 0)
        {
            _extents.Add(path, [.. entry.Extents]);
        }
    }

    private (Origin Origin, int Depth) OriginAt(long index, TreeFields fields) =>
        index >= 0 && index < _origins.Count ? _origins[(int)index] : throw fields.Damaged("an unknown origin");

    private string? HostAt(long index) => index < _hosts.Count ? _hosts[(int)index] : null;

    private static ReadOnlySpan<byte> Line(ref ReadOnlySpan<byte> rest, ref int number)
    {
        int end = rest.IndexOf((byte)'\n');
        if (end < 0)
        {
            throw Damaged("cut short");
        }
        number++;
        ReadOnlySpan<byte> line = rest[..end];
        rest = rest[(end + 1)..];
        return line;
    }

    private static DamagedFormatException Damaged(string what) => new(FileTreeFile.FormatName, what);
}
