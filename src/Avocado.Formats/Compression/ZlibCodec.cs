using Avocado.Formats.Compression.Deflate;

namespace Avocado.Formats.Compression;

/// <summary>
/// Blocks as zlib streams (RFC 1950), which SquashFS calls gzip. The default level makes programs and libraries as
/// small as zlib's level 9 does, several times as fast.
/// </summary>
public sealed class ZlibCodec : BlockCodec
{
    /// <param name="level">1 (fast) to 9 (small).</param>
    public ZlibCodec(int level = DeflateEncoder.DefaultLevel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(level, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, 9);
        Level = level;
    }

    /// <inheritdoc/>
    public override string Name => "gzip";

    /// <inheritdoc/>
    public override int Level { get; }

    /// <inheritdoc/>
    public override int EncoderVersion => 1;

    /// <inheritdoc/>
    public override IBlockEncoder CreateEncoder() => new ZlibBlockEncoder(Level);

    /// <inheritdoc/>
    public override IBlockDecoder CreateDecoder() => new ZlibBlockDecoder();
}
