using System.Collections.Immutable;
using Avocado.Files.Diagnostics;

namespace Avocado.Files.Serialization;

/// <summary>The named fields of an entry's line, as they are read.</summary>
internal sealed class TreeEntryFields
{
    private readonly List<ExtendedAttribute> _attributes = [];
    private ushort? _mode;
    private uint _uid;
    private uint _gid;
    private long? _time;
    private byte[] _target = [];
    private LinkGroup? _group;
    private DeviceNumber _device;
    private Sha256Digest? _digest;
    private long? _size;
    private byte[]? _bytes;
    private (long Host, long Ticks)? _file;
    private (long Host, long Offset)? _slice;

    /// <summary>The index of the entry's origin; -1 when the line has none.</summary>
    public long Origin { get; private set; } = -1;

    /// <summary>Where the file's bytes are in the image.</summary>
    public List<FileExtent> Extents { get; } = [];

    /// <summary>Reads one field.</summary>
    public void Read(ref TreeFields fields)
    {
        ReadOnlySpan<byte> value = fields.Next(out ReadOnlySpan<byte> key);
        switch (System.Text.Encoding.ASCII.GetString(key))
        {
            case "mode":
                _mode = fields.Mode(value);
                break;
            case "origin":
                Origin = fields.Number(value);
                break;
            case "owner":
                (_uid, _gid) = Pair32(fields, value);
                break;
            case "mtime":
                _time = fields.Signed(value);
                break;
            case "xattr":
                fields.Split(value, (byte)':', out ReadOnlySpan<byte> data, out ReadOnlySpan<byte> name);
                _attributes.Add(new ExtendedAttribute(fields.Text(name), fields.Base64(data)));
                break;
            case "link":
                fields.Split(value, (byte)':', out ReadOnlySpan<byte> number, out ReadOnlySpan<byte> source);
                _group = new LinkGroup(fields.Text(source), (int)fields.Number(number, int.MaxValue));
                break;
            case "target":
                _target = TreeText.Read(value);
                break;
            case "device":
                (uint major, uint minor) = Pair32(fields, value);
                _device = new DeviceNumber(major, minor);
                break;
            default:
                ReadContent(fields, key, value);
                break;
        }
    }

    /// <summary>The entry that the fields make.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="origin">Its origin.</param>
    /// <param name="hostAt">Host paths by number; null for an unknown one.</param>
    /// <param name="fields">The line, for messages.</param>
    public Entry ToEntry(UnixPath path, EntryKind kind, Origin origin, Func<long, string?> hostAt, TreeFields fields)
    {
        bool isFile = kind == EntryKind.File;
        if (_mode is null || isFile != _size is not null || (kind == EntryKind.SymbolicLink) != _target.Length > 0)
        {
            throw fields.Damaged("the fields do not fit the kind of entry");
        }
        return new Entry
        {
            Path = path,
            Kind = kind,
            Mode = _mode.Value,
            Uid = _uid,
            Gid = _gid,
            ModificationTime = _time,
            Attributes = _attributes.ToImmutableArray(),
            LinkTarget = _target,
            LinkGroup = _group,
            Device = _device,
            Content = isFile ? ToContent(hostAt, fields) : Content.Empty,
            Origin = origin,
        };
    }

    private void ReadContent(TreeFields fields, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        switch (System.Text.Encoding.ASCII.GetString(key))
        {
            case "sha256":
                _digest = fields.Digest(value);
                break;
            case "size":
                _size = fields.Number(value);
                break;
            case "bytes":
                _bytes = fields.Base64(value);
                break;
            case "host":
                _file = Pair(fields, value);
                break;
            case "slice":
                _slice = Pair(fields, value);
                break;
            case "extent":
                ReadExtent(fields, value);
                break;
            default:
                throw fields.Damaged("an unknown field");
        }
    }

    private void ReadExtent(TreeFields fields, ReadOnlySpan<byte> value)
    {
        int fragment = FileExtent.Own;
        if (value.Contains((byte)'@'))
        {
            fields.Split(value, (byte)'@', out value, out ReadOnlySpan<byte> shared);
            fragment = (int)fields.Number(shared, int.MaxValue);
        }
        fields.Split(value, (byte)'+', out ReadOnlySpan<byte> start, out ReadOnlySpan<byte> length);
        long first = fields.Number(start);
        Extents.Add(new FileExtent(first, fields.Number(length, long.MaxValue - first), fragment));
    }

    private Content ToContent(Func<long, string?> hostAt, TreeFields fields)
    {
        long size = _size!.Value;
        if ((_file is null ? 0 : 1) + (_slice is null ? 0 : 1) + (_bytes is null ? 0 : 1) > 1)
        {
            throw fields.Damaged("two contents in one entry");
        }
        if (_file is { } file)
        {
            return new HostFileContent(Host(file.Host), new StatStamp(size, file.Ticks), _digest);
        }
        if (_slice is { } slice)
        {
            return slice.Offset <= long.MaxValue - size
                ? new SliceContent(Host(slice.Host), slice.Offset, size, _digest)
                : throw fields.Damaged("a slice that ends nowhere");
        }
        Content content = Content.Bytes(_bytes ?? []);
        return content.Size == size && (_digest is null || content.Digest == _digest)
            ? content
            : throw fields.Damaged("bytes that do not match their size or digest");

        string Host(long index) => hostAt(index) is { Length: > 0 } path ? path : throw Unknown();
        DamagedFormatException Unknown() => new(FileTreeFile.FormatName, "an unknown host path");
    }

    private static (long First, long Second) Pair(TreeFields fields, ReadOnlySpan<byte> value)
    {
        fields.Split(value, (byte)':', out ReadOnlySpan<byte> first, out ReadOnlySpan<byte> second);
        return (fields.Number(first), fields.Number(second));
    }

    private static (uint First, uint Second) Pair32(TreeFields fields, ReadOnlySpan<byte> value)
    {
        fields.Split(value, (byte)':', out ReadOnlySpan<byte> first, out ReadOnlySpan<byte> second);
        return ((uint)fields.Number(first, uint.MaxValue), (uint)fields.Number(second, uint.MaxValue));
    }
}
