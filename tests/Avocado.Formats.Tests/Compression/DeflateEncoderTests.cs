using System.IO.Compression;
using Avocado.Formats.Compression.Deflate;
using Avocado.Testing;

namespace Avocado.Formats.Tests.Compression;

public class DeflateEncoderTests
{
    public static TheoryData<int> Levels => [.. Enumerable.Range(1, 9)];

    [Theory]
    [MemberData(nameof(Levels))]
    public void What_is_compressed_comes_back_at_every_level(int level)
    {
        var encoder = new DeflateEncoder(level);
        foreach ((string name, byte[] content) in Samples.All)
        {
            byte[] compressed = Compress(encoder, content);
            Assert.True(content.AsSpan().SequenceEqual(Inflate(compressed)), name);
        }
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void Every_short_length_comes_back(int level)
    {
        var encoder = new DeflateEncoder(level);
        byte[] text = Samples.Alphabet(700, "abc"u8);
        for (int length = 0; length < text.Length; length += length < 50 ? 1 : 13)
        {
            byte[] content = text[..length];
            Assert.Equal(content, Inflate(Compress(encoder, content)));
        }
    }

    [ToolFact("python3")]
    public void Zlib_reads_it_to_the_last_byte_at_every_level()
    {
        const string body = """
            engine = zlib.decompressobj(-15)
            result = engine.decompress(data) + engine.flush()
            assert engine.eof and not engine.unused_data, "not at its end"
            """;
        byte[] content = [.. Samples.All.Values.SelectMany(v => v[..Math.Min(v.Length, 70_000)])];
        byte[][] compressed = [.. Enumerable.Range(1, 9).Select(l => Compress(new DeflateEncoder(l), content))];
        Assert.All(PythonZlib.Map(body, compressed), result => Assert.Equal(content, result));
    }

    [ToolFact("python3")]
    public void The_default_level_is_as_small_as_level_9_of_zlib()
    {
        const string body = """
            engine = zlib.compressobj(9, zlib.DEFLATED, -15)
            result = engine.compress(data) + engine.flush()
            """;
        byte[][] blocks =
        [
            .. Directory.GetFiles(AppContext.BaseDirectory, "*.dll")
                .Select(File.ReadAllBytes)
                .Select(file => file[..Math.Min(file.Length, 128 << 10)]),
        ];
        var encoder = new DeflateEncoder();
        long ours = blocks.Sum(block => (long)Compress(encoder, block).Length);
        long theirs = PythonZlib.Map(body, blocks).Sum(block => (long)block.Length);
        Assert.InRange(ours, 1, theirs * 1.005);
    }

    [Fact]
    public void Higher_levels_make_it_smaller()
    {
        byte[] content = [.. Samples.Program(200_000), .. Samples.Text(200_000)];
        int[] sizes = [.. Enumerable.Range(1, 9).Select(level => Compress(new DeflateEncoder(level), content).Length)];
        Assert.True(sizes[5] < sizes[0] && sizes[8] < sizes[5], string.Join(' ', sizes));
    }

    [Fact]
    public void Incompressible_input_grows_by_five_bytes_for_each_64_KiB_and_no_more()
    {
        byte[] content = Samples.Random(200_000);
        int parts = (content.Length / ushort.MaxValue) + 1;
        Assert.InRange(Compress(new DeflateEncoder(), content).Length, 1, content.Length + (5 * parts));
    }

    [Fact]
    public void A_result_that_does_not_fit_is_told_by_zero_and_one_that_just_fits_is_given()
    {
        var encoder = new DeflateEncoder();
        foreach (byte[] content in Samples.All.Values)
        {
            int size = Compress(encoder, content).Length;
            Assert.Equal(size, encoder.Encode(content, new byte[size]));
            Assert.Equal(0, encoder.Encode(content, new byte[size - 1]));
            Assert.Equal(0, encoder.Encode(content, []));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(9)]
    public void The_same_input_gives_the_same_bytes_whatever_the_encoder_did_before(int level)
    {
        var used = new DeflateEncoder(level);
        foreach (byte[] content in Samples.All.Values)
        {
            byte[] fresh = Compress(new DeflateEncoder(level), content);
            Assert.Equal(fresh, Compress(used, content));
            used.Encode(Samples.All["mixed"], new byte[10]);
            Assert.Equal(fresh, Compress(used, content));
        }
    }

    [Fact]
    public void The_same_input_gives_the_same_bytes_on_every_thread_and_at_every_address()
    {
        byte[] content = Samples.All["mixed"];
        byte[] expected = Compress(new DeflateEncoder(), content);
        Parallel.For(0, 16, i =>
        {
            byte[] moved = [.. new byte[i], .. content];
            var output = new byte[moved.Length + 100];
            int size = new DeflateEncoder().Encode(moved.AsSpan(i), output);
            Assert.Equal(expected, output[..size]);
        });
    }

    [Fact]
    public void The_bytes_of_this_version_of_the_encoder_are_the_same_on_every_platform()
    {
        // When this fails the encoder makes other bytes than it did: raise BlockCodec.EncoderVersion, then the value.
        byte[] content = Samples.PlatformIndependent(250_000);
        using var all = new MemoryStream();
        for (int level = 1; level <= 9; level++)
        {
            all.Write(Compress(new DeflateEncoder(level), content));
        }
        Assert.Equal("620df590fd1315c60cd8b876df9c679b", Files.Sha256Digest.Of(all.ToArray()).ToString()[..32]);
    }

    [Fact]
    public void Levels_outside_1_to_9_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new DeflateEncoder(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DeflateEncoder(10));
    }

    private static byte[] Compress(DeflateEncoder encoder, byte[] content)
    {
        var output = new byte[content.Length + (content.Length / 1000) + 100];
        int size = encoder.Encode(content, output);
        Assert.NotEqual(0, size);
        return output[..size];
    }

    private static byte[] Inflate(byte[] compressed)
    {
        using var stream = new DeflateStream(new MemoryStream(compressed), CompressionMode.Decompress);
        using var output = new MemoryStream();
        stream.CopyTo(output);
        return output.ToArray();
    }
}
