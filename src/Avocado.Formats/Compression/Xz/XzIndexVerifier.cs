using System.Buffers.Binary;
using System.Security.Cryptography;
using Avocado.Formats.Compression.Checksums;

namespace Avocado.Formats.Compression.Xz;

/// <summary>
/// Compares the index of a stream with the blocks that were read (section 4). It keeps a hash of the sizes instead
/// of the sizes, so that a stream of very many blocks takes no more memory than one of few.
/// </summary>
internal sealed class XzIndexVerifier : IDisposable
{
    private readonly IncrementalHash _blocks = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private ulong _count;

    /// <summary>Notes a block that was read.</summary>
    /// <param name="unpaddedSize">Header, compressed data and check, in bytes.</param>
    /// <param name="uncompressedSize">Size of its data, in bytes.</param>
    public void AddBlock(long unpaddedSize, long uncompressedSize)
    {
        Append(_blocks, (ulong)unpaddedSize, (ulong)uncompressedSize);
        _count++;
    }

    /// <summary>Reads the index; its first byte, the zero, was taken already.</summary>
    /// <returns>The size of the index in bytes.</returns>
    public long ReadIndex(XzInput input)
    {
        long start = input.Position - 1;
        uint crc = Crc32.Of([0]);
        if (ReadVarint(input, ref crc) != _count)
        {
            throw XzFormat.Damaged("the index has another number of blocks than the stream");
        }
        using var records = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (ulong i = 0; i < _count; i++)
        {
            ulong unpadded = ReadVarint(input, ref crc);
            Append(records, unpadded, ReadVarint(input, ref crc));
        }
        if (!records.GetHashAndReset().AsSpan().SequenceEqual(_blocks.GetHashAndReset()))
        {
            throw XzFormat.Damaged("the index does not describe the blocks of the stream");
        }
        int padding = XzFormat.PaddingOf(input.Position - start);
        input.SkipPadding(padding);
        crc = Crc32.Append(crc, stackalloc byte[padding]);
        Span<byte> stored = stackalloc byte[sizeof(uint)];
        input.ReadExactly(stored);
        if (crc != BinaryPrimitives.ReadUInt32LittleEndian(stored))
        {
            throw XzFormat.Damaged("the checksum of the index is wrong");
        }
        _count = 0;
        return input.Position - start;
    }

    public void Dispose() => _blocks.Dispose();

    private static void Append(IncrementalHash hash, ulong unpadded, ulong uncompressed)
    {
        Span<byte> sizes = stackalloc byte[2 * sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(sizes, unpadded);
        BinaryPrimitives.WriteUInt64LittleEndian(sizes[sizeof(ulong)..], uncompressed);
        hash.AppendData(sizes);
    }

    private static ulong ReadVarint(XzInput input, ref uint crc)
    {
        ulong value = 0;
        for (int i = 0; i < XzFormat.MaxVarintSize; i++)
        {
            byte next = input.ReadByte();
            crc = Crc32.Append(crc, [next]);
            if (XzFormat.AddVarintByte(ref value, i, next))
            {
                return value;
            }
        }
        throw XzFormat.Damaged("a number in the index does not end");
    }
}
