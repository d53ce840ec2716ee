namespace Avocado.Formats.Compression;

/// <summary>
/// A compressor of independent blocks, as file systems use them. Output depends on the input and the level alone:
/// never on the processor, thread, runtime or platform.
/// </summary>
public abstract class BlockCodec
{
    /// <summary>The name users and file systems know: "gzip", "zstd".</summary>
    public abstract string Name { get; }

    /// <summary>The level this codec was made with.</summary>
    public abstract int Level { get; }

    /// <summary>Raised whenever the same input and level may give other bytes; part of every cache key.</summary>
    public abstract int EncoderVersion { get; }

    /// <summary>A new encoder. Encoders are reused block after block and belong to one thread at a time.</summary>
    public abstract IBlockEncoder CreateEncoder();

    /// <summary>An encoder that fills lengths exactly; null where the format has nothing to pad with.</summary>
    public virtual IPaddedEncoder? CreatePaddedEncoder() => null;

    /// <summary>A new decoder. Decoders belong to one thread at a time.</summary>
    public abstract IBlockDecoder CreateDecoder();
}
