using Avocado.Files.Diagnostics;
using Avocado.Formats.Compression;

namespace Avocado.Formats.Tests.SquashFs;

/// <summary>A codec of any name that never makes a block smaller: images whose every table can be edited.</summary>
internal sealed class StoringCodec(string name = "gzip", int level = 9) : BlockCodec
{
    public override string Name => name;

    public override int Level => level;

    public override int EncoderVersion => 1;

    public override IBlockEncoder CreateEncoder() => new Encoder();

    public override IBlockDecoder CreateDecoder() => new Decoder();

    private sealed class Encoder : IBlockEncoder
    {
        public int Encode(ReadOnlySpan<byte> source, Span<byte> destination) => 0;
    }

    private sealed class Decoder : IBlockDecoder
    {
        public int Decode(ReadOnlySpan<byte> source, Span<byte> destination) =>
            throw new DamagedFormatException(name, "nothing was compressed");

        private const string name = "stored";
    }
}
