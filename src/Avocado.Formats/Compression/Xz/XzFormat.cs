using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Compression.Xz;

/// <summary>What the parts of the container share ("The .xz File Format", version 1.2.0).</summary>
internal static class XzFormat
{
    public const string Name = "XZ";

    /// <summary>Blocks, indices and stream padding are multiples of this many bytes.</summary>
    public const int Alignment = 4;

    /// <summary>Section 1.2: at most nine bytes of seven bits.</summary>
    public const int MaxVarintSize = 9;

    public static DamagedFormatException Damaged(string what) => new(Name, what);

    public static AvocadoException Unsupported(string what) => Codes.UnsupportedFormat.Error(Name, what);

    /// <summary>How many zero bytes fill <paramref name="size"/> up to a multiple of four.</summary>
    public static int PaddingOf(long size) => (int)(-size & (Alignment - 1));

    /// <summary>Reads a variable-length integer from memory (section 1.2) and moves past it.</summary>
    public static ulong ReadVarint(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (int i = 0; i < MaxVarintSize && i < bytes.Length; i++)
        {
            if (AddVarintByte(ref value, i, bytes[i]))
            {
                bytes = bytes[(i + 1)..];
                return value;
            }
        }
        throw Damaged("a number does not end");
    }

    /// <summary>Adds byte <paramref name="index"/> of a variable-length integer; true when it is the last.</summary>
    public static bool AddVarintByte(ref ulong value, int index, byte next)
    {
        value |= (ulong)(next & 0x7F) << (7 * index);
        if (next == 0 && index > 0)
        {
            throw Damaged("a number is not in its shortest form");
        }
        return next < 0x80;
    }
}
