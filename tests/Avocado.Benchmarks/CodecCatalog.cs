using Avocado.Formats.Compression;

namespace Avocado.Benchmarks;

/// <summary>The codecs by the names that image formats give them.</summary>
internal static class CodecCatalog
{
    /// <summary>One line for each codec: how it is made of a level (null for its default), and its levels.</summary>
    private static readonly Dictionary<string, (Func<int?, BlockCodec> Create, int[] Levels)> Codecs =
        new(StringComparer.Ordinal)
        {
            ["gzip"] = (level => level is { } l ? new ZlibCodec(l) : new ZlibCodec(), [1, 3, 5, 6, 7, 8, 9]),
            ["lz4"] = (level => level is { } l ? new Lz4Codec(l) : new Lz4Codec(), [1, 3, 6, 9, 12]),
            ["zstd"] = (level => level is { } l ? new ZstdCodec(l) : new ZstdCodec(), [1, 3, 6, 9, 12, 15, 19]),
        };

    /// <summary>Every name.</summary>
    public static IEnumerable<string> Names => Codecs.Keys.Order(StringComparer.Ordinal);

    /// <summary>Every codec at every level that is worth measuring.</summary>
    public static IEnumerable<BlockCodec> All => Names.SelectMany(name => Codecs[name].Levels.Select(level => Create(name, level)));

    /// <summary>A codec.</summary>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public static BlockCodec Create(string name, int? level) => Codecs.TryGetValue(name, out var codec)
        ? codec.Create(level)
        : throw new ArgumentException($"no codec '{name}'; there are: {string.Join(", ", Names)}");
}
