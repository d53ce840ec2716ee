using Avocado.Files.Diagnostics;

namespace Avocado.Packages.Caching;

/// <summary>The bytes of something that the cache keeps, taken from the front; what is not there is damage.</summary>
/// <param name="bytes">The bytes.</param>
/// <param name="format">What they are, for messages.</param>
internal ref struct StoredBytes(ReadOnlySpan<byte> bytes, string format)
{
    private const int MaxNumberSize = 10;

    /// <summary>What was not taken yet.</summary>
    public ReadOnlySpan<byte> Rest { get; private set; } = bytes;

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > Rest.Length)
        {
            throw Damaged("it is cut off");
        }
        ReadOnlySpan<byte> taken = Rest[..count];
        Rest = Rest[count..];
        return taken;
    }

    /// <summary>Takes a number of variable length (LEB128) that is not negative.</summary>
    public long TakeNumber(long max = long.MaxValue) => TakeSigned() is var value && value >= 0 && value <= max
        ? value
        : throw Damaged("a number is out of its range");

    /// <summary>Takes a number of variable length (LEB128); negative ones have all 64 bits.</summary>
    public long TakeSigned()
    {
        ulong value = 0;
        for (int i = 0; i < MaxNumberSize; i++)
        {
            byte next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << (7 * i);
            if (next < 0x80)
            {
                return (long)value;
            }
        }
        throw Damaged("a number without its end");
    }

    private readonly DamagedFormatException Damaged(string what) => new(format, what);
}
