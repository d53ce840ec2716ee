using Avocado.Formats.Compression;

namespace Avocado.Benchmarks.Micro;

/// <summary>A codec as a parameter, shown as "gzip-6".</summary>
public sealed record CodecCase(BlockCodec Codec)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Codec.Name}-{Codec.Level}";
}
