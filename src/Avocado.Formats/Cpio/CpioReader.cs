using System.Buffers;
using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Cpio;

/// <summary>
/// Reads "newc" archives, one after the other as the kernel does: several may be concatenated, with zeros between
/// them. Forward only, in bounded memory. What is compressed is damage here: decompress it first.
/// </summary>
public sealed class CpioReader
{
    private readonly Stream _source;
    private readonly byte[] _header = new byte[CpioHeader.Size];
    private long _position;
    private int _archive;
    private int _member;
    private long _dataLength;
    private long _dataLeft;
    private bool _inArchive;

    /// <param name="source">Stands at the first header; stays the caller's.</param>
    public CpioReader(Stream source)
    {
        ArgumentNullException.ThrowIfNull(source);
        _source = source;
    }

    /// <summary>The next member; null at the end.</summary>
    /// <exception cref="AvocadoException">AVO0201, AVO0202, AVO0101: damaged or hostile.</exception>
    public CpioMember? Next()
    {
        SkipData();
        while (ReadHeader())
        {
            CpioHeader header = CpioHeader.Read(_header, _position - CpioHeader.Size);
            byte[] name = ReadName(header);
            if (name.AsSpan().SequenceEqual("TRAILER!!!"u8))
            {
                if (header.FileSize != 0)
                {
                    throw Damaged($"the trailer before byte {_position} has data");
                }
                _inArchive = false;
                _archive++;
                continue;
            }
            if (CpioKind.Of(header.Mode) is not { } kind)
            {
                throw Damaged($"a member before byte {_position} has mode 0x{header.Mode:x}");
            }
            if (header.FileSize != 0 && kind is not (EntryKind.File or EntryKind.SymbolicLink))
            {
                throw Damaged($"a member before byte {_position} is no file and has data");
            }
            _dataLength = _dataLeft = header.FileSize;
            return new CpioMember(_archive, header, UnixPath.Parse(name), kind, new CpioDataStream(this, ++_member));
        }
        return _archive > 0 ? null : throw Damaged("there is no archive");
    }

    /// <summary>Length of the current member's data and how much of it is left.</summary>
    internal (long Length, long Left) DataState(int member) => member == _member
        ? (_dataLength, _dataLeft)
        : throw new InvalidOperationException("the reader has gone on to another member");

    /// <summary>Reads data of the current member.</summary>
    internal int ReadData(int member, Span<byte> buffer)
    {
        buffer = buffer[..(int)Math.Min(buffer.Length, DataState(member).Left)];
        if (buffer.IsEmpty)
        {
            return 0;
        }
        int read = _source.Read(buffer);
        if (read == 0)
        {
            throw Damaged($"the archive ends at byte {_position} inside of a file");
        }
        _position += read;
        _dataLeft -= read;
        return read;
    }

    /// <summary>Reads a header; false at the end of the last archive.</summary>
    private bool ReadHeader()
    {
        int length = 0;
        while (length < _header.Length)
        {
            int read = _source.Read(_header, length, _header.Length - length);
            if (read == 0)
            {
                break;
            }
            _position += read;
            length += read;
            // Between archives the kernel skips zeros, whatever their number.
            if (!_inArchive)
            {
                int zeros = _header.AsSpan(0, length).IndexOfAnyExcept((byte)0);
                zeros = zeros < 0 ? length : zeros;
                _header.AsSpan(zeros, length - zeros).CopyTo(_header);
                length -= zeros;
            }
        }
        if (length == 0 && !_inArchive)
        {
            return false;
        }
        if (length < _header.Length)
        {
            throw Damaged($"the archive ends at byte {_position} without its trailer");
        }
        _inArchive = true;
        return true;
    }

    private byte[] ReadName(CpioHeader header)
    {
        // The name's NUL is counted; the kernel refuses longer names than PATH_MAX too.
        if (header.NameSize is < 2 or > UnixPath.MaxLength + 2)
        {
            throw Damaged($"a name of {header.NameSize} bytes before byte {_position}");
        }
        // Headers start at multiples of four counted from any of them: its own length and the name's decide.
        int padding = CpioHeader.Padding(CpioHeader.Size + header.NameSize);
        var bytes = new byte[header.NameSize + padding];
        ReadExactly(bytes);
        Span<byte> name = bytes.AsSpan(0, (int)header.NameSize);
        return name.IndexOf((byte)0) == name.Length - 1
            ? name[..^1].ToArray()
            : throw Damaged($"the name before byte {_position} does not end with its NUL");
    }

    private void SkipData()
    {
        if (_dataLeft > 0)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
            while (ReadData(_member, buffer) > 0)
            {
                // ReadData counts.
            }
            ArrayPool<byte>.Shared.Return(buffer);
        }
        Span<byte> padding = stackalloc byte[CpioHeader.Alignment];
        ReadExactly(padding[..CpioHeader.Padding(_dataLength)]);
        _dataLength = 0;
    }

    private void ReadExactly(Span<byte> bytes)
    {
        int read = _source.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        _position += read;
        if (read < bytes.Length)
        {
            throw Damaged($"the archive ends at byte {_position} without its trailer");
        }
    }

    private static DamagedFormatException Damaged(string what) => new(CpioHeader.FormatName, what);
}
