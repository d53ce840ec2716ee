using System.Collections.Frozen;
using Avocado.Formats.Compression;

namespace Avocado.Formats.SquashFs.Reuse;

/// <summary>Which blocks an image has, by what they hold: what a later image can take over as they are.</summary>
/// <param name="Encoding">Of <see cref="EncodingOf"/>: blocks of another encoding would be other bytes.</param>
/// <param name="ImageLength">Bytes of the image.</param>
/// <param name="Blocks">Data blocks and fragments whose contents have a known digest.</param>
public sealed record BlockIndex(
    string Encoding, long ImageLength, FrozenDictionary<BlockKey, BlockPlace> Blocks)
{
    /// <summary>Everything but the content that decides a block's stored bytes.</summary>
    public static string EncodingOf(BlockCodec codec, int blockSize)
    {
        ArgumentNullException.ThrowIfNull(codec);
        return FormattableString.Invariant($"{codec.Name} {codec.Level} {codec.EncoderVersion} {blockSize}");
    }
}
