using System.Buffers.Binary;

namespace Avocado.Formats.Compression.Zstandard;

/// <summary>What a frame says of itself behind its magic number (section 3.1.1.1).</summary>
/// <param name="Size">Size of the header in bytes, magic number included.</param>
/// <param name="WindowSize">How far matches reach back, in bytes.</param>
/// <param name="ContentSize">How much the frame holds, or null when it does not say.</param>
/// <param name="HasChecksum">Whether a checksum follows the last block.</param>
internal readonly record struct FrameHeader(int Size, long WindowSize, long? ContentSize, bool HasChecksum)
{
    public const int MagicSize = sizeof(uint);

    /// <summary>Magic number and descriptor, which says how long the rest is.</summary>
    public const int FixedSize = MagicSize + 1;
    public const int MaxSize = FixedSize + 1 + sizeof(uint) + sizeof(ulong);

    private const int SingleSegment = 0x20;
    private const int Reserved = 0x08;
    private const int Checksum = 0x04;
    private const int DictionaryMask = 0x03;
    private const int ContentSizeShift = 6;
    private const int MinWindowLog = 10;

    /// <summary>Contents of two bytes' length say how much longer than this they are.</summary>
    private const int TwoByteBias = 256;

    /// <summary>The size of blocks, compressed or not, is at most this.</summary>
    public int MaxBlockSize => (int)Math.Min(WindowSize, ZstdFormat.MaxBlockSize);

    /// <summary>Size of a header with this descriptor, in bytes.</summary>
    public static int SizeOf(byte descriptor) => FixedSize + WindowBytes(descriptor) + DictionaryBytes(descriptor)
        + ContentSizeBytes(descriptor);

    /// <summary>Reads a header that begins with the magic number and is complete.</summary>
    /// <param name="header">At least as long as <see cref="SizeOf"/> says.</param>
    /// <param name="maxWindow">Larger windows are refused.</param>
    public static FrameHeader Read(ReadOnlySpan<byte> header, long maxWindow)
    {
        byte descriptor = header[MagicSize];
        if ((descriptor & Reserved) != 0)
        {
            throw ZstdFormat.Damaged("a frame has a flag that does not exist");
        }
        ReadOnlySpan<byte> next = header[FixedSize..];
        long window = 0;
        if (WindowBytes(descriptor) > 0)
        {
            window = 1L << (MinWindowLog + (next[0] >> 3));
            window += (window >> 3) * (next[0] & 7);
            next = next[1..];
        }
        ulong dictionary = ReadNumber(next[..DictionaryBytes(descriptor)]);
        if (dictionary != 0)
        {
            throw ZstdFormat.Unsupported($"dictionary {dictionary}; compress it without one");
        }
        next = next[DictionaryBytes(descriptor)..];
        int size = ContentSizeBytes(descriptor);
        ulong content = ReadNumber(next[..size]) + (size == 2 ? TwoByteBias : 0u);
        if (content > long.MaxValue)
        {
            throw ZstdFormat.Damaged("a frame claims an impossible size");
        }
        bool isSingle = (descriptor & SingleSegment) != 0;
        window = isSingle ? (long)content : window;
        if (window > maxWindow)
        {
            throw ZstdFormat.Unsupported($"a window of {window} bytes; at most {maxWindow} are accepted");
        }
        return new FrameHeader(
            SizeOf(descriptor), window, size > 0 ? (long)content : null, (descriptor & Checksum) != 0);
    }

    /// <summary>Writes a header without dictionary; returns its size.</summary>
    /// <param name="destination">At least <see cref="MaxSize"/> bytes.</param>
    /// <param name="windowLog">The window's logarithm, or 0: the frame is one segment as long as the content.</param>
    /// <param name="contentSize">How much the frame holds, or null when that is not known.</param>
    /// <param name="hasChecksum">Whether a checksum will follow.</param>
    public static int Write(Span<byte> destination, int windowLog, long? contentSize, bool hasChecksum)
    {
        bool isSingle = windowLog == 0;
        int code = contentSize switch
        {
            null => 0,
            < TwoByteBias => 0,
            < TwoByteBias + (1 << 16) => 1,
            <= uint.MaxValue => 2,
            _ => 3,
        };
        // A small size can be told without a field for the window only.
        if (contentSize < TwoByteBias && !isSingle)
        {
            code = 2;
        }
        int descriptor = (code << ContentSizeShift) | (isSingle ? SingleSegment : 0) | (hasChecksum ? Checksum : 0);
        BinaryPrimitives.WriteUInt32LittleEndian(destination, ZstdFormat.Magic);
        destination[MagicSize] = (byte)descriptor;
        int at = FixedSize;
        if (!isSingle)
        {
            destination[at++] = (byte)((windowLog - MinWindowLog) << 3);
        }
        int size = ContentSizeBytes((byte)descriptor);
        long stored = (contentSize ?? 0) - (size == 2 ? TwoByteBias : 0);
        for (int i = 0; i < size; i++)
        {
            destination[at++] = (byte)(stored >> (8 * i));
        }
        return at;
    }

    /// <summary>
    /// Copies a header without dictionary and gives it a dictionary of number 0, which means none: 1 or 2 more bytes.
    /// </summary>
    /// <returns>The size of the new header.</returns>
    public static int Widen(ReadOnlySpan<byte> header, int bytes, Span<byte> destination)
    {
        int before = FixedSize + WindowBytes(header[MagicSize]);
        header[..before].CopyTo(destination);
        destination[MagicSize] |= (byte)bytes;
        destination.Slice(before, bytes).Clear();
        header[before..].CopyTo(destination[(before + bytes)..]);
        return header.Length + bytes;
    }

    private static int WindowBytes(byte descriptor) => (descriptor & SingleSegment) != 0 ? 0 : 1;

    private static int DictionaryBytes(byte descriptor) => (1 << (descriptor & DictionaryMask)) >> 1;

    private static int ContentSizeBytes(byte descriptor) => (descriptor >> ContentSizeShift) switch
    {
        0 => (descriptor & SingleSegment) != 0 ? 1 : 0,
        int code => 1 << code,
    };

    private static ulong ReadNumber(ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (int i = bytes.Length - 1; i >= 0; i--)
        {
            value = (value << 8) | bytes[i];
        }
        return value;
    }
}
