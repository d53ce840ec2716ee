using System.Buffers.Binary;

namespace Avocado.Formats.Compression.Deflate;

/// <summary>Writes bits, lowest first, into an array that grows (section 3.1.1).</summary>
internal sealed class BitWriter
{
    /// <summary>Bits are stored eight bytes at a time, so so many bytes behind the last one are touched.</summary>
    public const int Slack = sizeof(ulong);

    private byte[] _buffer = new byte[1 << 12];
    private ulong _bits;

    /// <summary>Whole bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>Bits that do not fill a byte yet, 0 to 7 between blocks.</summary>
    public int PendingBits { get; private set; }

    /// <summary>The whole bytes.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _bits = 0;
        PendingBits = 0;
        Length = 0;
    }

    /// <summary>Forgets the whole bytes, which were taken; the pending bits stay.</summary>
    public void ClearWritten() => Length = 0;

    /// <summary>Appends up to 32 bits; room must have been reserved.</summary>
    public void Write(uint bits, int count)
    {
        _bits |= (ulong)bits << PendingBits;
        PendingBits += count;
        Flush();
    }

    /// <summary>Fills the last byte with zeros.</summary>
    public void Align()
    {
        PendingBits = (PendingBits + 7) & ~7;
        Flush();
    }

    /// <summary>Appends bytes; the writer is aligned.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>Makes room for <paramref name="bits"/> more bits.</summary>
    public void Reserve(long bits)
    {
        long needed = Length + ((PendingBits + bits + 7) / 8) + Slack;
        if (needed > _buffer.Length)
        {
            Array.Resize(ref _buffer, (int)Math.Min(Math.Max(needed, 2L * _buffer.Length), Array.MaxLength));
        }
    }

    /// <summary>Lends out the state to a fast loop, which works on locals; <see cref="Resume"/> ends that.</summary>
    /// <returns>The free part of the array.</returns>
    public Span<byte> Suspend(out ulong bits, out int count)
    {
        (bits, count) = (_bits, PendingBits);
        return _buffer.AsSpan(Length);
    }

    /// <param name="written">Whole bytes the loop added.</param>
    /// <param name="bits">Bits that do not fill a byte.</param>
    /// <param name="count">How many, at most 7.</param>
    public void Resume(int written, ulong bits, int count)
    {
        Length += written;
        (_bits, PendingBits) = (bits, count);
    }

    private void Flush()
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.AsSpan(Length), _bits);
        int bytes = PendingBits >> 3;
        Length += bytes;
        _bits >>= 8 * bytes;
        PendingBits &= 7;
    }
}
