using System.Buffers;
using Avocado.Files;
using Microsoft.Win32.SafeHandles;

namespace Avocado.Formats.Segments;

/// <summary>
/// An image that is written over an earlier one in the same file: only what differs is written. Holes of the new image
/// become zeros where the earlier one had data.
/// </summary>
public sealed class PatchOutput : IImageOutput, IInPlaceOutput, IKnownParts
{
    private static readonly byte[] s_zeros = new byte[1 << 16];

    private readonly SafeFileHandle _file;
    private readonly IReadOnlyList<ByteRange> _earlier;
    private readonly IReadOnlyList<PatchPart> _earlierParts;
    private readonly List<ByteRange> _data = [];
    private readonly List<PatchPart> _parts = [];

    /// <param name="file">Open for reading and writing; the caller's.</param>
    /// <param name="earlier">What of it is no hole, by position: the <see cref="Data"/> of whoever wrote it.</param>
    /// <param name="earlierParts">The <see cref="Parts"/> of whoever wrote it.</param>
    public PatchOutput(
        SafeFileHandle file, IReadOnlyList<ByteRange> earlier, IReadOnlyList<PatchPart>? earlierParts = null)
    {
        _file = file;
        _earlier = earlier;
        _earlierParts = earlierParts ?? [];
    }

    /// <inheritdoc/>
    public long Position { get; private set; }

    /// <summary>What was written, or was there already; all else is holes.</summary>
    public IReadOnlyList<ByteRange> Data => _data;

    /// <summary>Parts that can be recognised when the next image is written over this one.</summary>
    public IReadOnlyList<PatchPart> Parts => _parts;

    /// <summary>How many bytes had to be written.</summary>
    public long Written { get; private set; }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }
        Put(Position, bytes);
        AddData(new ByteRange(Position, bytes.Length));
        Position += bytes.Length;
    }

    /// <inheritdoc/>
    public void Keep(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var range = new ByteRange(Position, count);
        foreach (ByteRange data in _earlier)
        {
            AddData(data.Intersect(range));
        }
        Position += count;
    }

    /// <inheritdoc/>
    public bool Has(Sha256Digest content) =>
        _earlierParts.Any(part => part.Place.Start == Position && part.Content == content);

    /// <inheritdoc/>
    public void Note(long start, Sha256Digest content) =>
        _parts.Add(new PatchPart(new ByteRange(start, Position - start), content));

    /// <inheritdoc/>
    public void Skip(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        long end = Position + count;
        foreach (ByteRange range in _earlier)
        {
            long from = Math.Max(range.Start, Position);
            long to = Math.Min(range.End, end);
            for (long at = from; at < to; at += s_zeros.Length)
            {
                Put(at, s_zeros.AsSpan(0, (int)Math.Min(s_zeros.Length, to - at)));
            }
        }
        Position = end;
    }

    /// <summary>Gives the file the image's length.</summary>
    public void Complete()
    {
        if (RandomAccess.GetLength(_file) != Position)
        {
            RandomAccess.SetLength(_file, Position);
        }
    }

    private void AddData(ByteRange range)
    {
        if (_data.Count > 0 && _data[^1].End == range.Start)
        {
            _data[^1] = _data[^1] with { Length = _data[^1].Length + range.Length };
        }
        else if (range.Length > 0)
        {
            _data.Add(range);
        }
    }

    private void Put(long at, ReadOnlySpan<byte> bytes)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(s_zeros.Length);
        while (!bytes.IsEmpty)
        {
            ReadOnlySpan<byte> piece = bytes[..Math.Min(bytes.Length, s_zeros.Length)];
            Span<byte> there = buffer.AsSpan(0, piece.Length);
            if (RandomAccess.Read(_file, there, at) < piece.Length || !piece.SequenceEqual(there))
            {
                RandomAccess.Write(_file, piece, at);
                Written += piece.Length;
            }
            at += piece.Length;
            bytes = bytes[piece.Length..];
        }
        ArrayPool<byte>.Shared.Return(buffer);
    }
}
