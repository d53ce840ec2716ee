using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Elf;

/// <summary>
/// The bytes of a file with bounds: a range outside the file, or larger than any real one, is an error before
/// anything is allocated. A stream that cannot seek is held as a whole.
/// </summary>
internal sealed class ElfBytes
{
    /// <summary>No header table, dynamic section, string table or note of a real program comes near this.</summary>
    public const int MaxRange = 64 << 20;

    private const int MaxHeld = 512 << 20;

    private readonly Stream? _stream;
    private readonly ReadOnlyMemory<byte> _memory;
    private long _read;

    public ElfBytes(ReadOnlyMemory<byte> memory)
    {
        _memory = memory;
        Length = memory.Length;
    }

    /// <param name="start">The first bytes, which were already read.</param>
    /// <param name="stream">Stands behind them; stays the caller's.</param>
    /// <param name="length">How many bytes the file has.</param>
    public ElfBytes(ReadOnlySpan<byte> start, Stream stream, long length)
    {
        Length = length;
        if (stream.CanSeek)
        {
            _stream = stream;
            return;
        }
        if (length > MaxHeld)
        {
            throw Codes.UnsupportedFormat.Error(ElfFile.FormatName, "more than 512 MiB from a stream");
        }
        var bytes = new byte[length];
        start.CopyTo(bytes);
        ReadExactly(stream, bytes.AsSpan(start.Length));
        _memory = bytes;
    }

    /// <summary>Length of the file in bytes.</summary>
    public long Length { get; }

    /// <summary>A range of the file.</summary>
    /// <param name="offset">In bytes.</param>
    /// <param name="size">In bytes.</param>
    /// <param name="what">What is there, for the message.</param>
    /// <exception cref="DamagedFormatException">The range is not in the file.</exception>
    public byte[] Read(ulong offset, long size, string what)
    {
        Check(offset, size, what);
        if (_stream is null)
        {
            return _memory.Slice((int)offset, (int)size).ToArray();
        }
        var bytes = new byte[size];
        _stream.Position = (long)offset;
        ReadExactly(_stream, bytes);
        return bytes;
    }

    /// <inheritdoc cref="Read(ulong, long, string)"/>
    public byte[] Read(ulong offset, ulong size, string what) =>
        Read(offset, size > long.MaxValue ? long.MaxValue : (long)size, what);

    /// <summary>As <see cref="Read(ulong, ulong, string)"/> without a copy; only over memory.</summary>
    public ReadOnlyMemory<byte> Slice(ulong offset, ulong size, string what)
    {
        long length = size > long.MaxValue ? long.MaxValue : (long)size;
        Check(offset, length, what);
        return _memory.Slice((int)offset, (int)length);
    }

    /// <summary>A string that ends with NUL, or where <paramref name="table"/> ends.</summary>
    public static string Text(ReadOnlySpan<byte> table, ulong offset)
    {
        if (offset >= (ulong)table.Length)
        {
            throw new DamagedFormatException(ElfFile.FormatName, $"a string lies outside its table, at {offset}");
        }
        ReadOnlySpan<byte> text = table[(int)offset..];
        int end = text.IndexOf((byte)0);
        text = end < 0 ? text : text[..end];
        return text.Length <= Files.UnixPath.MaxLength
            ? System.Text.Encoding.UTF8.GetString(text)
            : throw new DamagedFormatException(ElfFile.FormatName, $"a name of {text.Length} bytes");
    }

    private void Check(ulong offset, long size, string what)
    {
        if (size < 0 || offset > (ulong)Length || (ulong)size > (ulong)Length - offset)
        {
            throw new DamagedFormatException(ElfFile.FormatName, $"its {what} lies outside the file");
        }
        // Real tables are small and apart: many headers over the same bytes are made to keep a reader busy.
        _read += size;
        if (size > MaxRange || _read > MaxRange + (2 * Length))
        {
            throw new DamagedFormatException(ElfFile.FormatName, $"its {what} is too large");
        }
    }

    private static void ReadExactly(Stream stream, Span<byte> bytes)
    {
        try
        {
            stream.ReadExactly(bytes);
        }
        catch (EndOfStreamException)
        {
            throw new DamagedFormatException(ElfFile.FormatName, "the file is shorter than its length says");
        }
    }
}
