namespace Avocado.Formats.Compression;

/// <summary>The codecs there are.</summary>
public static class BlockCodecs
{
    /// <summary>One of each, for readers that choose a decoder by its name.</summary>
    public static IReadOnlyList<BlockCodec> All { get; } = [new ZlibCodec(), new Lz4Codec(), new ZstdCodec()];
}
