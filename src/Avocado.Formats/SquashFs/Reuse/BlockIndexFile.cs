using System.Buffers.Binary;
using System.Text;
using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.SquashFs.Reuse;

/// <summary>
/// A <see cref="BlockIndex"/> on disk, an intermediate of one host: magic, encoding, image length, count, then one
/// <see cref="Record"/> for each block, then the SHA-256 of all of that. Little-endian.
/// </summary>
public static class BlockIndexFile
{
    private const string FormatName = "block index";
    private const int MaxEncoding = 256;
    private const int MaxSize = 1 << 30;

    private static ReadOnlySpan<byte> Magic => "avoblk1\n"u8;

    private static int HeaderSize(int encoding) => Magic.Length + sizeof(int) + encoding + sizeof(long) + sizeof(int);

    /// <summary>Reads a file; null when there is none.</summary>
    /// <exception cref="DamagedFormatException">It is damaged or of another version.</exception>
    public static BlockIndex? TryLoad(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return null;
        }
        return file.Length <= MaxSize ? Read(File.ReadAllBytes(path)) : throw Damaged("too long");
    }

    /// <summary>Writes a file: whole, or the old one stays.</summary>
    public static void Save(BlockIndex index, string path)
    {
        string temporary = $"{path}.{Environment.ProcessId}.new";
        try
        {
            File.WriteAllBytes(temporary, Write(index));
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>The bytes of a file; blocks go by their keys, so equal indexes have equal files.</summary>
    internal static byte[] Write(BlockIndex index)
    {
        byte[] encoding = Encoding.UTF8.GetBytes(index.Encoding);
        int records = HeaderSize(encoding.Length);
        int end = checked(records + (index.Blocks.Count * Record.Size));
        var bytes = new byte[end + Sha256Digest.Size];
        var header = new FieldWriter(bytes);
        header.Bytes(Magic);
        header.U32((uint)encoding.Length);
        header.Bytes(encoding);
        header.U64((ulong)index.ImageLength);
        header.U32((uint)index.Blocks.Count);
        Span<byte> rest = bytes.AsSpan(records);
        foreach ((BlockKey key, BlockPlace place) in
            index.Blocks.OrderBy(b => b.Key.Content).ThenBy(b => b.Key.Block))
        {
            Record.Write(rest, key, place);
            rest = rest[Record.Size..];
        }
        Sha256Digest.Of(bytes.AsSpan(0, end)).CopyTo(bytes.AsSpan(end));
        return bytes;
    }

    /// <summary>Reads the bytes of a file, whatever is in them.</summary>
    /// <exception cref="DamagedFormatException">They are damaged or of another version.</exception>
    internal static BlockIndex Read(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.Length - Sha256Digest.Size;
        if (end < HeaderSize(0) || !bytes.StartsWith(Magic)
            || Sha256Digest.Of(bytes[..end]) != new Sha256Digest(bytes[end..]))
        {
            throw Damaged("it does not match its checksum");
        }
        ReadOnlySpan<byte> rest = bytes[Magic.Length..end];
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(rest);
        if (length > MaxEncoding || HeaderSize((int)length) > end)
        {
            throw Damaged("the encoding's name is too long");
        }
        string encoding = Encoding.UTF8.GetString(rest.Slice(sizeof(int), (int)length));
        rest = rest[(sizeof(int) + (int)length)..];
        long imageLength = BinaryPrimitives.ReadInt64LittleEndian(rest);
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(rest[sizeof(long)..]);
        rest = rest[(sizeof(long) + sizeof(uint))..];
        if ((long)count * Record.Size != rest.Length)
        {
            throw Damaged("records are missing");
        }
        var blocks = new Dictionary<BlockKey, BlockPlace>((int)count);
        for (; !rest.IsEmpty; rest = rest[Record.Size..])
        {
            (BlockKey key, BlockPlace place) = Record.Read(rest);
            if (place.Position < 0 || place.Position > imageLength - place.Stored.Length || !blocks.TryAdd(key, place))
            {
                throw Damaged("a block lies outside of the image or is there twice");
            }
        }
        return new BlockIndex(encoding, imageLength, blocks);
    }

    private static DamagedFormatException Damaged(string what) => new(FormatName, what);

    /// <summary>One block: content, number, position, size word, checksum.</summary>
    private static class Record
    {
        private const int Block = Sha256Digest.Size;
        private const int Position = Block + sizeof(int);
        private const int Word = Position + sizeof(long);
        private const int Check = Word + sizeof(uint);
        public const int Size = Check + sizeof(ulong);

        public static void Write(Span<byte> bytes, BlockKey key, BlockPlace place)
        {
            key.Content.CopyTo(bytes);
            BinaryPrimitives.WriteInt32LittleEndian(bytes[Block..], key.Block);
            BinaryPrimitives.WriteInt64LittleEndian(bytes[Position..], place.Position);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[Word..], place.Word);
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[Check..], place.Check);
        }

        public static (BlockKey Key, BlockPlace Place) Read(ReadOnlySpan<byte> bytes) => (
            new BlockKey(new Sha256Digest(bytes[..Block]), BinaryPrimitives.ReadInt32LittleEndian(bytes[Block..])),
            new BlockPlace(
                BinaryPrimitives.ReadInt64LittleEndian(bytes[Position..]),
                BinaryPrimitives.ReadUInt32LittleEndian(bytes[Word..]),
                BinaryPrimitives.ReadUInt64LittleEndian(bytes[Check..])));
    }
}
