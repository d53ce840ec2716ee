using System.Text;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Archives;

namespace Avocado.Formats.Tar;

/// <summary>
/// Reads a tar archive forward: ustar, GNU (long names) and pax. Names are bytes; what an entry is and where its
/// content ends is checked, so that nothing but typed errors comes out of a damaged or hostile archive.
/// </summary>
public sealed class TarReader
{
    private const string Format = "tar archive";

    /// <summary>Far above what paths (4 KiB) and extended attributes (64 KiB each) need.</summary>
    private const int MaxExtensionSize = 1 << 20;

    /// <summary>Above this a size is damage: 1 PiB.</summary>
    private const long MaxContentSize = 1L << 50;

    /// <summary>More headers in a row that only describe the next one are an attempt to keep us busy.</summary>
    private const int MaxExtensionsInRow = 16;

    private readonly ArchiveSource _source;
    private PaxRecords _globalRecords = PaxRecords.None;
    private TarEntry? _current;
    private bool _ended;

    /// <param name="source">Stands at the archive's first byte; the caller keeps it.</param>
    public TarReader(Stream source)
    {
        ArgumentNullException.ThrowIfNull(source);
        _source = new ArchiveSource(source, Format);
    }

    /// <summary>Goes to the next entry; what was not read of the one before is passed over.</summary>
    /// <returns>
    /// Null at the end; then the source was read to its end, so that a decompressor below verified its checksums.
    /// </returns>
    /// <exception cref="DamagedFormatException">The archive is damaged or cut off.</exception>
    /// <exception cref="AvocadoException">
    /// AVO0101: a name has a component "..". AVO0202: the entry is sparse, a part of a volume set or of no known type.
    /// </exception>
    public TarEntry? Next()
    {
        _current = null;
        if (_ended)
        {
            return null;
        }
        PaxRecords records = PaxRecords.None;
        byte[]? longName = null;
        byte[]? longLinkName = null;
        for (int extensions = 0; extensions <= MaxExtensionsInRow; extensions++)
        {
            _source.EndMember();
            if (ReadHeader() is not { } header)
            {
                _ended = longName is null && longLinkName is null && records == PaxRecords.None;
                return _ended ? null : throw _source.Damaged("an extended header has no entry after it");
            }
            switch (header.Type)
            {
                case (byte)'L':
                    longName = ReadLongName(header);
                    continue;
                case (byte)'K':
                    longLinkName = ReadLongName(header);
                    continue;
                case (byte)'x':
                    records = records.With(ReadExtension(header), _source);
                    continue;
                case (byte)'g':
                    _globalRecords = _globalRecords.With(ReadExtension(header), _source);
                    continue;
                default:
                    return _current = MakeEntry(header, records.Over(_globalRecords), longName, longLinkName);
            }
        }
        throw _source.Damaged("too many extended headers in a row");
    }

    internal Stream OpenContentOf(TarEntry entry) => entry == _current
        ? _source.OpenMember()
        : throw new InvalidOperationException("the reader is no longer at this entry");

    /// <summary>The next header, or null at the end, which two blocks of zeros mark.</summary>
    private TarHeader? ReadHeader()
    {
        Span<byte> block = stackalloc byte[TarHeader.Size];
        _source.ReadExactly(block);
        if (block.ContainsAnyExcept((byte)0))
        {
            return TarHeader.Read(block, _source);
        }
        _source.ReadExactly(block);
        if (block.ContainsAnyExcept((byte)0))
        {
            throw _source.Damaged("a block of zeros stands between entries");
        }
        _source.Drain();
        return null;
    }

    private TarEntry MakeEntry(TarHeader header, PaxRecords records, byte[]? longName, byte[]? longLinkName)
    {
        byte[] name = records.Find("path") ?? longName ?? header.Name;
        TarEntryType type = TypeOf(header, name);
        bool isLink = type is TarEntryType.HardLink or TarEntryType.SymbolicLink;
        byte[] linkName = isLink ? records.Find("linkpath") ?? longLinkName ?? header.LinkName : [];
        CheckName(name);
        if (isLink)
        {
            CheckLinkName(linkName, type);
        }
        if (records.Any("GNU.sparse."))
        {
            throw _source.Unsupported("a sparse file in it");
        }
        // Only files have content, whatever the size field of other entries says (some writers repeat the target's).
        long size = type == TarEntryType.RegularFile ? records.Number("size", header.ContentSize, _source) : 0;
        BeginContent(size);
        bool isDevice = type is TarEntryType.CharacterDevice or TarEntryType.BlockDevice;
        return new TarEntry(this)
        {
            Type = type,
            Name = name,
            LinkName = linkName,
            Mode = (ushort)(header.Mode & 0xFFF),
            Uid = Id(records.Number("uid", header.Uid, _source)),
            Gid = Id(records.Number("gid", header.Gid, _source)),
            Mtime = records.Number("mtime", header.Mtime, _source),
            Size = size,
            DeviceNumber = isDevice ? new DeviceNumber(Id(header.DeviceMajor), Id(header.DeviceMinor)) : default,
            ExtendedAttributes = records.ExtendedAttributes(_source),
            UserName = OwnerName(records.Find("uname") ?? header.UserName),
            GroupName = OwnerName(records.Find("gname") ?? header.GroupName),
        };
    }

    private TarEntryType TypeOf(TarHeader header, byte[] name) => header.Type switch
    {
        // Before ustar a directory was a file whose name ends with '/'.
        0 or (byte)'0' when name is [.., (byte)'/'] => TarEntryType.Directory,
        0 or (byte)'0' or (byte)'7' => TarEntryType.RegularFile,
        (byte)'1' => TarEntryType.HardLink,
        (byte)'2' => TarEntryType.SymbolicLink,
        (byte)'3' => TarEntryType.CharacterDevice,
        (byte)'4' => TarEntryType.BlockDevice,
        (byte)'5' => TarEntryType.Directory,
        (byte)'6' => TarEntryType.Fifo,
        var other => throw _source.Unsupported($"an entry of type 0x{other:X2} in it"),
    };

    private byte[] ReadLongName(TarHeader header) => ReadExtension(header).AsSpan().TrimEnd((byte)0).ToArray();

    private byte[] ReadExtension(TarHeader header)
    {
        if (header.ContentSize is < 0 or > MaxExtensionSize)
        {
            throw _source.Damaged("an extended header is too large");
        }
        BeginContent(header.ContentSize);
        return _source.TakeMember();
    }

    private void BeginContent(long size)
    {
        if (size is < 0 or > MaxContentSize)
        {
            throw _source.Damaged("an entry has an impossible size");
        }
        _source.BeginMember(size, (int)(-size & (TarHeader.Size - 1)));
    }

    private void CheckName(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || name.Contains((byte)0))
        {
            throw _source.Damaged("a name is empty or has a NUL in it");
        }
        foreach (Range part in name.Split((byte)'/'))
        {
            if (name[part].SequenceEqual(".."u8))
            {
                throw Codes.BadPath.Error(Printable(name));
            }
        }
    }

    private void CheckLinkName(ReadOnlySpan<byte> linkName, TarEntryType type)
    {
        if (type == TarEntryType.HardLink)
        {
            CheckName(linkName);
        }
        else if (linkName.IsEmpty || linkName.Contains((byte)0))
        {
            throw _source.Damaged("a symbolic link points to nothing or has a NUL in it");
        }
    }

    private uint Id(long value) => value is >= 0 and <= uint.MaxValue
        ? (uint)value
        : throw _source.Damaged("an owner or device number is impossible");

    private static string? OwnerName(byte[] name) => name.Length == 0 ? null : Encoding.UTF8.GetString(name);

    private static string Printable(ReadOnlySpan<byte> name)
    {
        string text = Encoding.UTF8.GetString(name.Length > 200 ? name[..200] : name);
        return string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));
    }
}
