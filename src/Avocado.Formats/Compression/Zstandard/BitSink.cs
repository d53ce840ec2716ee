using System.Runtime.CompilerServices;

namespace Avocado.Formats.Compression.Zstandard;

/// <summary>
/// Writes bits from the lowest up; readers begin at the end. A mutable value that does not look at bounds: the caller
/// provides room, with a word more behind it.
/// </summary>
internal unsafe struct BitSink(byte* start)
{
    /// <summary>After <see cref="Flush"/> so many bits may be added.</summary>
    public const int Room = 57;

    private byte* _next = start;
    private ulong _bits;
    private int _count;

    /// <summary>Adds bits; those of <paramref name="value"/> above <paramref name="count"/> are 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ulong value, int count)
    {
        _bits |= value << _count;
        _count += count;
    }

    /// <summary>Writes whole bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Flush()
    {
        Words.Store64(_next, _bits);
        _next += _count >> 3;
        _bits >>= _count & ~7;
        _count &= 7;
    }

    /// <summary>Adds the bit that marks the end.</summary>
    /// <returns>Behind the last byte.</returns>
    public byte* Close()
    {
        Add(1, 1);
        Flush();
        return _count > 0 ? _next + 1 : _next;
    }
}
