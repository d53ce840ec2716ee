using System.Buffers.Binary;
using System.Security.Cryptography;
using Avocado.Files;
using Avocado.Formats.Segments;

namespace Avocado.Images.Pipeline;

/// <summary>
/// Hashes what passes on its way to another output, and of holes their places alone. The digest stands for the same
/// bytes as a SHA-256 of the whole, and costs a tenth of it for a disk that is mostly holes.
/// </summary>
internal sealed class SparseHashingOutput(IImageOutput inner) : IImageOutput, IDisposable
{
    private const int ChunkSize = 1 << 20;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<ByteRange> _data = [];

    /// <inheritdoc/>
    public long Position => inner.Position;

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (_data.Count > 0 && _data[^1].End == Position)
        {
            _data[^1] = _data[^1] with { Length = _data[^1].Length + bytes.Length };
        }
        else if (!bytes.IsEmpty)
        {
            _data.Add(new ByteRange(Position, bytes.Length));
        }
        _hash.AppendData(bytes);
        inner.Write(bytes);
    }

    /// <inheritdoc/>
    public void Skip(long count) => inner.Skip(count);

    /// <summary>The digest: of all data, then of the place of each run of it, then of the length of the whole.</summary>
    public Sha256Digest Complete()
    {
        Span<byte> place = stackalloc byte[2 * sizeof(long)];
        foreach (ByteRange range in _data.Append(new ByteRange(Position, _data.Count)))
        {
            BinaryPrimitives.WriteInt64LittleEndian(place, range.Start);
            BinaryPrimitives.WriteInt64LittleEndian(place[sizeof(long)..], range.Length);
            _hash.AppendData(place);
        }
        Span<byte> digest = stackalloc byte[Sha256Digest.Size];
        _hash.GetHashAndReset(digest);
        return new Sha256Digest(digest);
    }

    /// <summary>The SHA-256 of the whole, once it is written; holes are not read.</summary>
    /// <param name="written">What the inner output wrote, at its start.</param>
    public Sha256Digest WholeDigest(Stream written)
    {
        var buffer = new byte[ChunkSize];
        long position = 0;
        foreach (ByteRange range in _data)
        {
            _hash.AppendZeros(range.Start - position);
            written.Position = range.Start;
            for (long left = range.Length; left > 0;)
            {
                Span<byte> piece = buffer.AsSpan(0, (int)Math.Min(left, buffer.Length));
                written.ReadExactly(piece);
                _hash.AppendData(piece);
                left -= piece.Length;
            }
            position = range.End;
        }
        _hash.AppendZeros(Position - position);
        return new Sha256Digest(_hash.GetHashAndReset());
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
