using System.IO.Compression;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Compression;

namespace Avocado.Formats.Tests.SquashFs;

/// <summary>
/// "gzip" by the runtime's zlib, so that these tests need no other part of the project. Never for outputs.
/// </summary>
internal sealed class ZlibStreamCodec(int level = 9) : BlockCodec
{
    public override string Name => "gzip";

    public override int Level => level;

    public override int EncoderVersion => 1;

    public override IBlockEncoder CreateEncoder() => new Encoder(level);

    public override IBlockDecoder CreateDecoder() => new Decoder();

    private sealed class Encoder(int level) : IBlockEncoder
    {
        private readonly ZLibCompressionOptions _options = new() { CompressionLevel = level };

        public int Encode(ReadOnlySpan<byte> source, Span<byte> destination)
        {
            using var buffer = new MemoryStream(source.Length);
            using (var zlib = new ZLibStream(buffer, _options, leaveOpen: true))
            {
                zlib.Write(source);
            }
            if (buffer.Length > destination.Length)
            {
                return 0;
            }
            buffer.GetBuffer().AsSpan(0, (int)buffer.Length).CopyTo(destination);
            return (int)buffer.Length;
        }
    }

    private sealed class Decoder : IBlockDecoder
    {
        public int Decode(ReadOnlySpan<byte> source, Span<byte> destination)
        {
            try
            {
                using var zlib = new ZLibStream(new MemoryStream(source.ToArray()), CompressionMode.Decompress);
                int length = zlib.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
                return zlib.ReadByte() < 0
                    ? length
                    : throw new DamagedFormatException("zlib", "the block holds more than it should");
            }
            catch (InvalidDataException error)
            {
                throw new DamagedFormatException("zlib", error.Message);
            }
        }
    }
}
