using Avocado.Formats.Compression;
using BenchmarkDotNet.Attributes;

namespace Avocado.Benchmarks.Micro;

/// <summary>Every codec at every level, block by block on one thread, and libdeflate where it is here.</summary>
public class CodecBenchmarks
{
    private readonly List<(int Length, byte[] Stored)> _compressed = [];
    private ReadOnlyMemory<byte>[] _blocks = [];
    private byte[] _output = [];
    private IBlockEncoder _encoder = null!;
    private IBlockDecoder _decoder = null!;

    public static IEnumerable<CodecCase> Codecs =>
        CodecCatalog.All.Concat(LibdeflateCodec.All).Select(codec => new CodecCase(codec));

    [ParamsSource(nameof(Codecs))]
    public CodecCase Codec { get; set; } = null!;

    [Params(128 << 10, 1 << 20)]
    public int BlockSize { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _blocks = [.. Corpus.Blocks(BlockSize)];
        _output = new byte[BlockSize];
        _encoder = Codec.Codec.CreateEncoder();
        _decoder = Codec.Codec.CreateDecoder();
        _compressed.Clear();
        long stored = 0;
        foreach (ReadOnlyMemory<byte> block in _blocks)
        {
            // A block that does not become smaller is stored and not decoded.
            int length = _encoder.Encode(block.Span, _output.AsSpan(0, block.Length - 1));
            stored += length == 0 ? block.Length : length;
            if (length > 0)
            {
                _compressed.Add((block.Length, _output[..length]));
            }
        }
        RatioColumn.Note(Codec, BlockSize, stored);
    }

    [Benchmark]
    public long Encode()
    {
        long total = 0;
        foreach (ReadOnlyMemory<byte> block in _blocks)
        {
            total += _encoder.Encode(block.Span, _output.AsSpan(0, block.Length - 1));
        }
        return total;
    }

    [Benchmark]
    public long Decode()
    {
        long total = 0;
        foreach ((int length, byte[] stored) in _compressed)
        {
            total += _decoder.Decode(stored, _output.AsSpan(0, length));
        }
        return total;
    }
}
