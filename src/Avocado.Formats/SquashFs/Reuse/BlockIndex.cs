namespace Avocado.Formats.SquashFs.Reuse;

/// <summary>Which blocks an image has, by what they hold: what a later image can take over as they are.</summary>
/// <param name="Encoding">
/// <see cref="SquashFsOptions.Encoding"/>: blocks of another encoding would be other bytes.
/// </param>
/// <param name="ImageLength">Bytes of the image.</param>
/// <param name="Blocks">Data blocks and fragments whose contents have a known digest.</param>
public sealed record BlockIndex(
    string Encoding, long ImageLength, IReadOnlyDictionary<BlockKey, BlockPlace> Blocks);
