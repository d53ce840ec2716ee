using Avocado.Formats.Compression.Zstandard;

namespace Avocado.Formats.Compression;

/// <summary>
/// Blocks as Zstandard frames (RFC 8878), one each. Levels are about those of the reference implementation in size
/// and effort: 1 to 4 take the first match, 5 to 11 the best of several, 12 to 19 parse optimally.
/// </summary>
public sealed class ZstdCodec : BlockCodec
{
    /// <param name="level">1 (fast) to 19 (small).</param>
    public ZstdCodec(int level = ZstdEncoder.DefaultLevel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(level, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, ZstdEncoder.MaxLevel);
        Level = level;
    }

    /// <inheritdoc/>
    public override string Name => "zstd";

    /// <inheritdoc/>
    public override int Level { get; }

    /// <inheritdoc/>
    public override int EncoderVersion => 1;

    /// <inheritdoc/>
    public override IBlockEncoder CreateEncoder() => new ZstdEncoder(Level);

    /// <inheritdoc/>
    public override IPaddedEncoder CreatePaddedEncoder() => new ZstdPaddedEncoder(Level);

    /// <inheritdoc/>
    public override IBlockDecoder CreateDecoder() => new ZstdBlockDecoder();
}
