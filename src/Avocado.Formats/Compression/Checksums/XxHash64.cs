using System.Buffers.Binary;
using System.Numerics;

namespace Avocado.Formats.Compression.Checksums;

/// <summary>
/// XXH64 with seed 0, as Zstandard uses it (draft-collet-xxhash, section 3): what was appended so far. A mutable
/// value: copy it to remember a state.
/// </summary>
public struct XxHash64
{
    private const ulong Prime1 = 0x9E3779B185EBCA87;
    private const ulong Prime2 = 0xC2B2AE3D27D4EB4F;
    private const ulong Prime3 = 0x165667B19E3779F9;
    private const ulong Prime4 = 0x85EBCA77C2B2AE63;
    private const ulong Prime5 = 0x27D4EB2F165667C5;

    /// <summary>Bytes taken at once by the four lanes.</summary>
    private const int StripeSize = 4 * sizeof(ulong);

    private ulong _lane1 = unchecked(Prime1 + Prime2);
    private ulong _lane2 = Prime2;
    private ulong _lane3;
    private ulong _lane4 = unchecked(0 - Prime1);
    private Stripe _pending;
    private long _length;

    public XxHash64()
    {
    }

    /// <summary>The hash of everything that was appended.</summary>
    public readonly ulong Value
    {
        get
        {
            ulong hash = Prime5;
            if (_length >= StripeSize)
            {
                hash = BitOperations.RotateLeft(_lane1, 1) + BitOperations.RotateLeft(_lane2, 7)
                    + BitOperations.RotateLeft(_lane3, 12) + BitOperations.RotateLeft(_lane4, 18);
                hash = Merge(Merge(Merge(Merge(hash, _lane1), _lane2), _lane3), _lane4);
            }
            hash += (ulong)_length;
            ReadOnlySpan<byte> rest = ((ReadOnlySpan<byte>)_pending)[..(int)(_length % StripeSize)];
            for (; rest.Length >= sizeof(ulong); rest = rest[sizeof(ulong)..])
            {
                hash ^= Round(0, BinaryPrimitives.ReadUInt64LittleEndian(rest));
                hash = (BitOperations.RotateLeft(hash, 27) * Prime1) + Prime4;
            }
            if (rest.Length >= sizeof(uint))
            {
                hash ^= BinaryPrimitives.ReadUInt32LittleEndian(rest) * Prime1;
                hash = (BitOperations.RotateLeft(hash, 23) * Prime2) + Prime3;
                rest = rest[sizeof(uint)..];
            }
            foreach (byte value in rest)
            {
                hash ^= value * Prime5;
                hash = BitOperations.RotateLeft(hash, 11) * Prime1;
            }
            hash = (hash ^ (hash >> 33)) * Prime2;
            hash = (hash ^ (hash >> 29)) * Prime3;
            return hash ^ (hash >> 32);
        }
    }

    /// <summary>The hash of <paramref name="bytes"/>.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var hash = new XxHash64();
        hash.Append(bytes);
        return hash.Value;
    }

    /// <summary>Appends bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        int pending = (int)(_length % StripeSize);
        _length += bytes.Length;
        Span<byte> buffer = _pending;
        if (pending > 0)
        {
            int count = Math.Min(bytes.Length, StripeSize - pending);
            bytes[..count].CopyTo(buffer[pending..]);
            bytes = bytes[count..];
            if (pending + count < StripeSize)
            {
                return;
            }
            Take(buffer);
        }
        int whole = bytes.Length - (bytes.Length % StripeSize);
        Take(bytes[..whole]);
        bytes[whole..].CopyTo(buffer);
    }

    private void Take(ReadOnlySpan<byte> stripes)
    {
        ulong lane1 = _lane1;
        ulong lane2 = _lane2;
        ulong lane3 = _lane3;
        ulong lane4 = _lane4;
        for (; stripes.Length >= StripeSize; stripes = stripes[StripeSize..])
        {
            lane1 = Round(lane1, BinaryPrimitives.ReadUInt64LittleEndian(stripes));
            lane2 = Round(lane2, BinaryPrimitives.ReadUInt64LittleEndian(stripes[sizeof(ulong)..]));
            lane3 = Round(lane3, BinaryPrimitives.ReadUInt64LittleEndian(stripes[(2 * sizeof(ulong))..]));
            lane4 = Round(lane4, BinaryPrimitives.ReadUInt64LittleEndian(stripes[(3 * sizeof(ulong))..]));
        }
        (_lane1, _lane2, _lane3, _lane4) = (lane1, lane2, lane3, lane4);
    }

    private static ulong Round(ulong lane, ulong input) =>
        BitOperations.RotateLeft(lane + (input * Prime2), 31) * Prime1;

    private static ulong Merge(ulong hash, ulong lane) => ((hash ^ Round(0, lane)) * Prime1) + Prime4;

    [System.Runtime.CompilerServices.InlineArray(StripeSize)]
    private struct Stripe
    {
        private byte _first;
    }
}
