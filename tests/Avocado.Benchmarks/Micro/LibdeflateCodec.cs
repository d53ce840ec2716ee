using Avocado.Formats.Compression;

namespace Avocado.Benchmarks.Micro;

/// <summary>libdeflate as a codec, for comparison with ours in the same run. Nothing that it writes is shipped.</summary>
internal sealed class LibdeflateCodec(int level) : BlockCodec
{
    private static readonly int[] Levels = [1, 3, 5, 6, 7, 8, 9, 12];

    /// <summary>Its levels that are worth measuring; none, and a note, where the library is not here.</summary>
    public static IEnumerable<BlockCodec> All
    {
        get
        {
            if (Libdeflate.IsHere)
            {
                return Levels.Select(level => new LibdeflateCodec(level));
            }
            Console.Error.WriteLine("libdeflate is not on this machine: gzip is measured without it.");
            return [];
        }
    }

    /// <inheritdoc/>
    public override string Name => "libdeflate";

    /// <inheritdoc/>
    public override int Level => level;

    /// <inheritdoc/>
    public override int EncoderVersion => 0;

    /// <inheritdoc/>
    public override IBlockEncoder CreateEncoder() => new Encoder(Libdeflate.NewCompressor(level));

    /// <inheritdoc/>
    public override IBlockDecoder CreateDecoder() => new Decoder(Libdeflate.NewDecompressor());

    // The process ends after the benchmarks, so compressors are not freed.
    private sealed unsafe class Encoder(nint compressor) : IBlockEncoder
    {
        public int Encode(ReadOnlySpan<byte> source, Span<byte> destination)
        {
            fixed (byte* from = source)
            fixed (byte* to = destination)
            {
                return (int)Libdeflate.ZlibCompress(
                    compressor, from, (nuint)source.Length, to, (nuint)destination.Length);
            }
        }
    }

    private sealed unsafe class Decoder(nint decompressor) : IBlockDecoder
    {
        public int Decode(ReadOnlySpan<byte> source, Span<byte> destination)
        {
            nuint size;
            fixed (byte* from = source)
            fixed (byte* to = destination)
            {
                int error = Libdeflate.ZlibDecompress(
                    decompressor, from, (nuint)source.Length, to, (nuint)destination.Length, &size);
                return error == 0 ? (int)size : throw new InvalidOperationException($"libdeflate: error {error}");
            }
        }
    }
}
