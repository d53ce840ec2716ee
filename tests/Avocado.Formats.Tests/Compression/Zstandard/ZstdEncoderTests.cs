using Avocado.Formats.Compression;
using Avocado.Formats.Compression.Zstandard;
using Avocado.Testing;

namespace Avocado.Formats.Tests.Compression.Zstandard;

public class ZstdEncoderTests
{
    /// <summary>The levels of each way to find matches.</summary>
    private static readonly int[] Ways = [1, 3, 6, 9, 12, 15, 19];

    public static TheoryData<int> Levels => [.. Enumerable.Range(1, ZstdEncoder.MaxLevel)];

    public static TheoryData<int> WayLevels => [.. Ways];

    [ToolTheory("zstd")]
    [MemberData(nameof(Levels))]
    public void What_is_compressed_comes_back_at_every_level(int level)
    {
        var encoder = new ZstdEncoder(level);
        AssertComesBack(encoder, Samples.All.Values);
    }

    [ToolTheory("zstd")]
    [MemberData(nameof(WayLevels))]
    public void Every_length_around_the_borders_of_the_format_comes_back(int level)
    {
        byte[] text = [.. Samples.Text(100_000), .. Samples.Program(40_000), .. Samples.Text(140_000)];
        AssertComesBack(new ZstdEncoder(level), Enumerable.Range(0, 70)
            .Concat([127, 128, 129, 255, 256, 257, 258, 1023, 1024, 1025, 4095, 4096, 16383, 16384, 16385])
            .Concat([65535, 65536, 65791, 65792, 65793, 130047, 131071, 131072, 131073, 131080, 262143, 262144, 262145])
            .Select(length => text[..length]));
    }

    [ToolTheory("zstd")]
    [MemberData(nameof(WayLevels))]
    public void Any_structure_comes_back(int level)
    {
        var random = new Random(level);
        AssertComesBack(new ZstdEncoder(level), Enumerable.Range(0, 30).Select(_ => Structured(random)));
    }

    [ToolTheory("zstd")]
    [InlineData(3)]
    [InlineData(9)]
    [InlineData(16)]
    public void A_block_of_a_mebibyte_is_one_window(int level)
    {
        // Noise repeats only from one end to the other: without a shared window nothing becomes smaller.
        byte[] noise = Samples.Random(500_000);
        byte[] content = [.. noise, .. new byte[48_576], .. noise];
        var encoder = new ZstdEncoder(level);
        Assert.InRange(Compress(encoder, content).Length, noise.Length, noise.Length + 3000);
        AssertComesBack(encoder, [content, [.. Samples.Program(900_000), .. Samples.Text(148_576)]]);
    }

    [Theory]
    [MemberData(nameof(WayLevels))]
    public void A_result_that_does_not_fit_is_none(int level)
    {
        var encoder = new ZstdEncoder(level);
        foreach ((string name, byte[] whole) in Samples.All)
        {
            byte[] content = whole[..Math.Min(whole.Length, 60_000)];
            byte[] result = Compress(encoder, content);
            var exact = new byte[result.Length];
            Assert.Equal(result.Length, encoder.Encode(content, exact));
            Assert.True(result.AsSpan().SequenceEqual(exact), name);
            foreach (int room in (int[])[result.Length - 1, result.Length / 2, 5, 0])
            {
                Assert.Equal(0, room < result.Length ? encoder.Encode(content, exact.AsSpan(0, room)) : 0);
            }
        }
        byte[] noise = Samples.All["random"];
        Assert.Equal(0, encoder.Encode(noise, new byte[noise.Length - 1]));
    }

    [Theory]
    [MemberData(nameof(WayLevels))]
    public void The_same_input_gives_the_same_bytes_whatever_the_encoder_did_before(int level)
    {
        var used = new ZstdEncoder(level);
        foreach (byte[] content in Samples.All.Values.Select(v => v[..Math.Min(v.Length, 60_000)]))
        {
            byte[] fresh = Compress(new ZstdEncoder(level), content);
            Assert.Equal(fresh, Compress(used, content));
            used.Encode(Samples.All["mixed"], new byte[10]);
            used.Encode(content.AsSpan(content.Length / 3), new byte[content.Length]);
            Assert.Equal(fresh, Compress(used, content));
        }
    }

    [Theory]
    [MemberData(nameof(WayLevels))]
    public void The_same_input_gives_the_same_bytes_on_every_thread_and_at_every_address(int level)
    {
        byte[] content = Samples.All["mixed"];
        byte[] expected = Compress(new ZstdEncoder(level), content);
        Parallel.For(0, 6, i =>
        {
            byte[] moved = [.. new byte[i], .. content];
            var output = new byte[moved.Length + 100];
            int size = new ZstdEncoder(level).Encode(moved.AsSpan(i), output);
            Assert.Equal(expected, output[..size]);
        });
    }

    [Fact]
    public void The_bytes_of_this_version_of_the_encoder_are_the_same_on_every_platform() =>
        // When this fails the encoder makes other bytes: raise BlockCodec.EncoderVersion, then the value.
        Assert.Equal(
            "1:7374a90ce81fe7f24e2db3ad7375c5c0", new ZstdCodec().EncoderVersion + ":" + EncoderDigest.OfZstd());

    [Theory]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    [InlineData("DOTNET_TieredCompilation")]
    public void The_bytes_are_the_same_without(string feature) =>
        Assert.Equal(EncoderDigest.OfZstd(), EncoderDigest.InProcessWithout(feature));

    [Fact]
    public void A_frame_tells_its_size_and_has_no_checksum()
    {
        // Single segment; a size of 1, 2 or 4 bytes.
        Assert.Equal([0x28, 0xB5, 0x2F, 0xFD, 0x20, 0, 1, 0, 0], Compress(new ZstdEncoder(), []));
        Assert.Equal([0x28, 0xB5, 0x2F, 0xFD, 0x20, 3], Compress(new ZstdEncoder(), [1, 2, 3])[..6]);
        Assert.Equal([0x28, 0xB5, 0x2F, 0xFD, 0x60, 44, 0], Compress(new ZstdEncoder(), new byte[300])[..7]);
        Assert.Equal(
            [0x28, 0xB5, 0x2F, 0xFD, 0xA0, 0, 0, 2, 0], Compress(new ZstdEncoder(), new byte[1 << 17])[..9]);
    }

    [Fact]
    public void Levels_outside_1_to_19_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZstdEncoder(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZstdEncoder(20));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZstdCodec(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZstdCodec(20));
    }

    [ToolFact("zstd")]
    public void Higher_levels_are_smaller_and_as_small_as_those_of_zstd()
    {
        byte[] content = [.. Directory.GetFiles(AppContext.BaseDirectory, "*.dll").Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes).SelectMany(file => file[..Math.Min(file.Length, 128 << 10)]).Take(1 << 20)];
        int previous = int.MaxValue;
        foreach (int level in Ways)
        {
            int size = Compress(new ZstdEncoder(level), content).Length;
            Assert.InRange(size, 1, previous * 1.005);
            Assert.InRange(size, 1, ZstdTool.Compress(content, $"-{level}", "--no-check").Length * 1.02);
            previous = size;
        }
    }

    /// <summary>Copies of what came before, near and far, between noise and runs.</summary>
    private static byte[] Structured(Random random)
    {
        var content = new byte[random.Next(random.Next(3) > 0 ? 3000 : 200_000)];
        int alphabet = random.Next(1, 257);
        for (int at = 0; at < content.Length;)
        {
            int length = Math.Min(content.Length - at, random.Next(1, random.Next(8) == 0 ? 5000 : 40));
            int kind = random.Next(5);
            for (int offset = random.Next(at + 1); length > 0; length--, at++)
            {
                content[at] = kind switch
                {
                    0 => (byte)random.Next(alphabet),
                    1 => (byte)alphabet,
                    _ => offset > 0 ? content[at - offset] : (byte)random.Next(alphabet),
                };
            }
        }
        return content;
    }

    /// <summary>Both our decoder and, in one go, that of the reference implementation must read everything.</summary>
    private static void AssertComesBack(ZstdEncoder encoder, IEnumerable<byte[]> contents)
    {
        using var files = new MemoryStream();
        using var expected = new MemoryStream();
        foreach (byte[] content in contents)
        {
            byte[] file = Compress(encoder, content);
            Assert.InRange(file.Length, 1, content.Length + 13 + (3 * (content.Length >> 17)));
            ZstdDecoderTests.AssertReads(content, file);
            files.Write(file);
            expected.Write(content);
        }
        Assert.True(expected.ToArray().AsSpan().SequenceEqual(ZstdTool.Decompress(files.ToArray())));
    }

    internal static byte[] Compress(ZstdEncoder encoder, byte[] content)
    {
        var output = new byte[content.Length + (content.Length / 1000) + 100];
        int size = encoder.Encode(content, output);
        Assert.NotEqual(0, size);
        return output[..size];
    }
}
