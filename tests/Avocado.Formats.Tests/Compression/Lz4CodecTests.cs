using Avocado.Formats.Compression;
using Avocado.Formats.Compression.Lz4;
using Avocado.Testing;

namespace Avocado.Formats.Tests.Compression;

public class Lz4CodecTests
{
    public static TheoryData<int> Levels => [.. Enumerable.Range(1, Lz4Codec.MaxLevel)];

    /// <summary>One of each way to look for matches.</summary>
    public static TheoryData<int> Ways => [1, 2, 6, 9];

    [Theory]
    [MemberData(nameof(Levels))]
    public void Blocks_come_back_at_every_level(int level)
    {
        var codec = new Lz4Codec(level);
        IBlockEncoder encoder = codec.CreateEncoder();
        IBlockDecoder decoder = codec.CreateDecoder();
        foreach ((string name, byte[] content) in Samples.All)
        {
            byte[] block = Encode(encoder, content);
            var output = new byte[content.Length];
            Assert.Equal(content.Length, decoder.Decode(block, output));
            Assert.True(content.AsSpan().SequenceEqual(output), name);
            Assert.Equal(content.Length, decoder.Decode(block, new byte[content.Length + 1000]));
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Every_short_length_and_every_short_distance_comes_back(int level)
    {
        IBlockEncoder encoder = new Lz4Codec(level).CreateEncoder();
        IBlockDecoder decoder = new Lz4Codec(level).CreateDecoder();
        for (int length = 0; length < 700; length += length < 60 ? 1 : 13)
        {
            for (int distance = 1; distance < 40; distance += distance < 20 ? 1 : 7)
            {
                byte[] pattern = Samples.Random(distance, distance);
                byte[] content = [.. Enumerable.Range(0, length).Select(i => pattern[i % distance])];
                var output = new byte[length];
                Assert.Equal(length, decoder.Decode(Encode(encoder, content), output));
                Assert.Equal(content, output);
            }
        }
    }

    [ToolTheory("lz4")]
    [MemberData(nameof(Ways))]
    public void The_lz4_tool_reads_what_we_write(int level)
    {
        IBlockEncoder encoder = new Lz4Codec(level).CreateEncoder();
        foreach ((string name, byte[] content) in Samples.All.Where(s => s.Value.Length > 0))
        {
            Assert.True(content.AsSpan().SequenceEqual(Lz4Tool.Decompress(Encode(encoder, content))), name);
        }
    }

    [ToolTheory("lz4")]
    [InlineData("--fast=5")]
    [InlineData("-1")]
    [InlineData("-3")]
    [InlineData("-9")]
    [InlineData("-12")]
    public void What_the_lz4_tool_writes_is_read(string level)
    {
        IBlockDecoder decoder = new Lz4Codec().CreateDecoder();
        int compressed = 0;
        foreach (byte[] content in Samples.All.Values.Where(c => c.Length > 0))
        {
            if (Lz4Tool.Compress(content, level) is { } block)
            {
                var output = new byte[content.Length];
                Assert.Equal(content.Length, decoder.Decode(block, output));
                Assert.Equal(content, output);
                compressed++;
            }
        }
        Assert.InRange(compressed, 6, Samples.All.Count);
    }

    [ToolTheory("lz4")]
    [InlineData(1, "-1")]
    [InlineData(3, "-3")]
    [InlineData(9, "-9")]
    [InlineData(12, "-12")]
    public void Programs_become_as_small_as_the_lz4_tool_makes_them_at_the_same_level(int level, string theirs)
    {
        IBlockEncoder encoder = new Lz4Codec(level).CreateEncoder();
        byte[][] blocks =
        [
            .. Directory.GetFiles(AppContext.BaseDirectory, "*.dll").Select(File.ReadAllBytes)
                .Select(file => file[..Math.Min(file.Length, 128 << 10)]),
        ];
        long ours = blocks.Sum(block => (long)Encode(encoder, block).Length);
        long tool = blocks.Sum(block => (long)(Lz4Tool.Compress(block, theirs)?.Length ?? block.Length));
        Assert.InRange(ours, 1, tool * 1.01);
    }

    [Fact]
    public void A_higher_level_is_never_larger_on_text()
    {
        byte[] text = Samples.Text(300_000);
        int[] sizes = [.. Enumerable.Range(1, Lz4Codec.MaxLevel).Select(l => Encode(new Lz4Codec(l).CreateEncoder(), text).Length)];
        Assert.Equal(sizes.OrderDescending(), sizes);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_result_that_does_not_fit_is_told_by_zero_and_one_that_just_fits_is_given(int level)
    {
        IBlockEncoder encoder = new Lz4Codec(level).CreateEncoder();
        foreach (byte[] content in Samples.All.Values)
        {
            byte[] block = Encode(encoder, content);
            var exact = new byte[block.Length];
            Assert.Equal(block.Length, encoder.Encode(content, exact));
            Assert.Equal(block, exact);
            Assert.Equal(0, encoder.Encode(content, new byte[block.Length - 1]));
            Assert.Equal(0, encoder.Encode(content, []));
        }
    }

    [Fact]
    public void A_block_that_is_better_stored_is_told_by_zero()
    {
        byte[] random = Samples.Random(10_000);
        Assert.Equal(0, new Lz4Codec().CreateEncoder().Encode(random, new byte[random.Length - 1]));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void The_same_input_gives_the_same_bytes_whatever_the_encoder_did_before(int level)
    {
        IBlockEncoder used = new Lz4Codec(level).CreateEncoder();
        foreach (byte[] content in Samples.All.Values)
        {
            byte[] fresh = Encode(new Lz4Codec(level).CreateEncoder(), content);
            Assert.Equal(fresh, Encode(used, content));
            used.Encode(Samples.All["mixed"], new byte[10]);
            Assert.Equal(fresh, Encode(used, content));
        }
    }

    [Fact]
    public void An_encoder_gives_the_same_bytes_after_more_than_two_gigabytes()
    {
        IBlockEncoder used = new Lz4Codec(1).CreateEncoder();
        byte[] content = Samples.All["mixed"];
        byte[] fresh = Encode(used, content);
        var zeros = new byte[64 << 20];
        var output = new byte[1 << 20];
        for (int i = 0; i < 33; i++)
        {
            Assert.NotEqual(0, used.Encode(zeros, output));
            Assert.Equal(fresh, Encode(used, content));
        }
    }

    [Fact]
    public void Matches_are_the_same_after_more_than_two_gigabytes()
    {
        byte[] content = Samples.Text(3000);
        foreach (Func<Lz4Matcher> make in (Func<Lz4Matcher>[])
            [() => new Lz4Chains(Lz4Effort.Of(6)), () => new Lz4Tree(Lz4Effort.Of(9))])
        {
            int[] fresh = MatchesOf(make(), content);
            Lz4Matcher used = make();
            for (int i = 0; i < 7; i++)
            {
                used.Restart((int.MaxValue / 3) + i, content.Length);
                Assert.Equal(fresh, MatchesOf(used, content));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void The_same_input_gives_the_same_bytes_on_every_thread_and_at_every_address(int level)
    {
        byte[] content = Samples.All["mixed"];
        byte[] expected = Encode(new Lz4Codec(level).CreateEncoder(), content);
        Parallel.For(0, 16, i =>
        {
            byte[] moved = [.. new byte[i], .. content];
            var output = new byte[2 * moved.Length];
            int size = new Lz4Codec(level).CreateEncoder().Encode(moved.AsSpan(i), output);
            Assert.Equal(expected, output[..size]);
        });
    }

    // When this fails the encoder makes other bytes than it did: raise Lz4Codec.EncoderVersion, then the values.
    [Theory]
    [InlineData(1, "cd100a7a9fd311d2cf24e48e4174953f")]
    [InlineData(2, "a41a22612ed08febfaf1e68d04c2f9a3")]
    [InlineData(3, "bf5a2b2199195dc154302f025b15049b")]
    [InlineData(4, "ed92c2157f20ca74bae13673946615eb")]
    [InlineData(5, "cd2e4d38659bbf999176ed9d28e910a4")]
    [InlineData(6, "1f4511d3139341e5c842c7c9fce18bef")]
    [InlineData(7, "a20b63739b0cd3346b0bace5b3022f4d")]
    [InlineData(8, "574839fc2a021b0be3fd76bcb7e8a51b")]
    [InlineData(9, "c2d326e183c761ed505f67d82436ac78")]
    [InlineData(10, "7a5f66a2e85ff02989ba3e4b8746e5f3")]
    [InlineData(11, "776e766eae72240b50d9c489bdb225f4")]
    [InlineData(12, "2e3063bb8d56111f2975917ceeb42c6b")]
    public void The_bytes_of_this_version_of_the_encoder_are_the_same_on_every_platform(int level, string expected)
    {
        var codec = new Lz4Codec(level);
        byte[] block = Encode(codec.CreateEncoder(), Samples.PlatformIndependent(250_000));
        Assert.Equal((1, expected), (codec.EncoderVersion, Files.Sha256Digest.Of(block).ToString()[..32]));
    }

    [Fact]
    public void The_codec_says_what_it_is()
    {
        Assert.Equal(("lz4", 9), (new Lz4Codec().Name, new Lz4Codec().Level));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Lz4Codec(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Lz4Codec(13));
    }

    private static unsafe int[] MatchesOf(Lz4Matcher matcher, byte[] content)
    {
        var lengths = new int[content.Length];
        var offsets = new ushort[content.Length];
        fixed (byte* start = content)
        fixed (int* length = lengths)
        fixed (ushort* offset = offsets)
        {
            matcher.Find(start, 0, content.Length, content.Length, length, offset);
        }
        return [.. lengths.Zip(offsets, (length, offset) => length < 4 ? 0 : (length << 16) | offset)];
    }

    private static byte[] Encode(IBlockEncoder encoder, byte[] content)
    {
        var output = new byte[content.Length + (content.Length / 255) + 16];
        int size = encoder.Encode(content, output);
        Assert.NotEqual(0, size);
        return output[..size];
    }
}
