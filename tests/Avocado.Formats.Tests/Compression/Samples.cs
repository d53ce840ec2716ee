namespace Avocado.Formats.Tests.Compression;

/// <summary>Inputs for compressors, each the same on every run.</summary>
internal static class Samples
{
    /// <summary>Every kind of input by name: what theories iterate over.</summary>
    public static IReadOnlyDictionary<string, byte[]> All { get; } = new SortedDictionary<string, byte[]>(
        StringComparer.Ordinal)
    {
        ["empty"] = [],
        ["one byte"] = [42],
        ["three bytes"] = [1, 2, 3],
        ["zeros"] = new byte[300_000],
        ["run of 0xAA"] = [.. Enumerable.Repeat((byte)0xAA, 70_000)],
        ["random"] = Random(200_000),
        ["text"] = Text(300_000),
        ["two letters"] = Alphabet(100_000, "ab"u8),
        ["program"] = Program(300_000),
        ["mixed"] = [.. Text(70_000), .. Random(70_000), .. new byte[70_000], .. Program(70_000)],
        ["far repeats"] = [.. Random(33_000), .. Random(33_000), .. Random(32_768), .. Random(32_768)],
    };

    /// <summary>Bytes that no compressor makes smaller.</summary>
    public static byte[] Random(int size, int seed = 1)
    {
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Words of uneven frequency.</summary>
    public static byte[] Text(int size, int seed = 2)
    {
        var random = new Random(seed);
        byte[][] words = [.. Enumerable.Range(0, 500).Select(_ => Alphabet(1 + random.Next(9), "etaoinshr"u8, random))];
        using var output = new MemoryStream(size + 16);
        while (output.Length < size)
        {
            output.Write(words[(int)(words.Length * Math.Pow(random.NextDouble(), 3))]);
            output.WriteByte((byte)(random.Next(12) == 0 ? '\n' : ' '));
        }
        return output.ToArray()[..size];
    }

    /// <summary>Like machine code: records of four bytes with opcodes, small operands and repeats.</summary>
    public static byte[] Program(int size, int seed = 3)
    {
        var random = new Random(seed);
        var bytes = new byte[size];
        for (int i = 0; i + 4 <= size; i += 4)
        {
            if (i > 64 && random.Next(3) == 0)
            {
                bytes.AsSpan(i - (4 * random.Next(1, 16)), 4).CopyTo(bytes.AsSpan(i));
                continue;
            }
            bytes[i] = (byte)random.Next(random.Next(1, 256));
            bytes[i + 1] = (byte)random.Next(16);
            bytes[i + 3] = (byte)(random.Next(4) * 0x40);
        }
        return bytes;
    }

    /// <summary>Dense in what branch filters look for, opcodes and operands of all supported machines.</summary>
    public static byte[] Branches(int size, int seed = 4)
    {
        ReadOnlySpan<byte> dense =
        [
            0xE8, 0xE9, 0x00, 0xFF, 0x01, 0xFE, 0xEB, 0x94, 0x97, 0x90, 0xB0, 0xD0, 0xF0, 0xF0, 0xF8, 0xF8,
            0x48, 0x49, 0x4B, 0x40, 0x7F, 0xC1, 0x3F, 0x05, 0x10, 0x12, 0x16, 0x18, 0x1C, 0x7C, 0x80, 0x02,
        ];
        byte[] bytes = Random(size, seed);
        var random = new Random(seed);
        for (int i = 0; i < size; i++)
        {
            // Stretches of pure opcodes, of a mixture, and of noise.
            if (random.Next(4) < (i >> 12) % 5)
            {
                bytes[i] = dense[random.Next((i >> 14) % 2 == 0 ? 4 : dense.Length)];
            }
        }
        return bytes;
    }

    /// <summary>Random bytes of a few values.</summary>
    public static byte[] Alphabet(int size, ReadOnlySpan<byte> values, Random? random = null)
    {
        random ??= new Random(5);
        var bytes = new byte[size];
        random.GetItems(values, bytes);
        return bytes;
    }

    /// <summary>Literals and repeats, made from integers alone: Random may change with the runtime.</summary>
    public static byte[] PlatformIndependent(int size)
    {
        var content = new byte[size];
        uint state = 1;
        uint Next(uint below)
        {
            state = (state * 1664525) + 1013904223;
            return (state >> 8) % below;
        }
        for (int i = 0; i < size;)
        {
            int length = (int)Math.Min(Next(i % 3 == 0 ? 400u : 12) + 1, (uint)(size - i));
            int offset = (int)Next((uint)Math.Min(i, 50_000) + 1);
            for (; length > 0; length--, i++)
            {
                content[i] = offset > 0 ? content[i - offset] : (byte)Next(((uint)i >> 13) + 2);
            }
            content[i - 1] = (byte)Next(256);
        }
        return content;
    }
}
