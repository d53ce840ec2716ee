using System.Numerics;
using Avocado.Formats.Compression;
using Avocado.Formats.Segments;
using Avocado.Formats.SquashFs.Based;
using Avocado.Formats.SquashFs.Reuse;

namespace Avocado.Formats.SquashFs;

/// <summary>How an image is written. All but <see cref="Threads"/>, <see cref="Known"/>,
/// <see cref="IndexBlocks"/>, <see cref="InPlace"/> and <see cref="TemporaryFolder"/> decide its bytes.</summary>
public sealed record SquashFsOptions
{
    /// <summary>
    /// Twice what mksquashfs takes: the sample's root is 5 % smaller, and builds and boots a little faster; 1 MiB would
    /// save 4 % more and boot no faster, but unpack as much for every page that is read (docs/benchmarks.md).
    /// </summary>
    public const int DefaultBlockSize = 256 << 10;

    private const int MaxThreads = 256;
    private readonly int _blockSize = DefaultBlockSize;
    private readonly int _threads = Math.Clamp(Environment.ProcessorCount, 1, MaxThreads);

    /// <summary>Uncompressed bytes of a data block: a power of two from 4 KiB to 1 MiB.</summary>
    public int BlockSize
    {
        get => _blockSize;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, SquashFsFormat.MinBlockSize);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, SquashFsFormat.MaxBlockSize);
            _blockSize = BitOperations.IsPow2(value)
                ? value
                : throw new ArgumentException("a block size is a power of two", nameof(value));
        }
    }

    /// <summary>True for what <see cref="BlockSize"/> takes.</summary>
    public static bool IsBlockSize(long size) =>
        size is >= SquashFsFormat.MinBlockSize and <= SquashFsFormat.MaxBlockSize && BitOperations.IsPow2(size);

    /// <summary>Compresses data and tables; its name must be one SquashFS knows.</summary>
    public required BlockCodec Codec { get; init; }

    /// <summary>Seconds since 1970: the image's time, and the latest time a file may show.</summary>
    public required long SourceDate { get; init; }

    /// <summary>Packs files of less than a block together: smaller, but one is read with its neighbours.</summary>
    public bool Fragments { get; init; } = true;

    /// <summary>Packs the last part of larger files too, when <see cref="Fragments"/> is on.</summary>
    public bool TailPacking { get; init; }

    /// <summary>
    /// Stores blocks of files as they are, from a multiple of 4 KiB on: for files that are compressed already, and
    /// whose unchanged parts updates should find again. Fragments and tables are compressed.
    /// </summary>
    public bool StoreFiles { get; init; }

    /// <summary>Stores extended attributes.</summary>
    public bool Attributes { get; init; } = true;

    /// <summary>
    /// Blocks of an earlier image, taken over instead of compressed again where their encoding and content are the
    /// same. Never changes the bytes.
    /// </summary>
    public KnownBlocks? Known { get; init; }

    /// <summary>
    /// An earlier release: what it holds keeps its place, so that an update is small. Decides bytes; null lays the
    /// image out from the tree alone.
    /// </summary>
    public BaseFileSystem? Base { get; init; }

    /// <summary>
    /// What the output has of <see cref="Base"/> already, at the same position and in order: it is an
    /// <see cref="IInPlaceOutput"/> over an image that says so in its <see cref="SquashFsResult.Kept"/>. Never changes
    /// the bytes.
    /// </summary>
    public IReadOnlyList<ByteRange> InPlace { get; init; } = [];

    /// <summary>Where new data waits until its place beside <see cref="Base"/> is known.</summary>
    public string TemporaryFolder { get; init; } = Path.GetTempPath();

    /// <summary>Makes <see cref="SquashFsResult.Blocks"/>.</summary>
    public bool IndexBlocks { get; init; }

    /// <summary><see cref="Known"/>, when its blocks are encoded as these options ask.</summary>
    internal KnownBlocks? UsableBlocks => Known?.Encoding == Encoding ? Known : null;

    /// <summary>Everything but their content that decides the bytes of blocks.</summary>
    public string Encoding =>
        FormattableString.Invariant($"{Codec.Name} {Codec.Level} {Codec.EncoderVersion} {BlockSize}")
        + (StoreFiles ? " stored" : "");

    /// <summary>Where the first block of a file may lie.</summary>
    internal int FileAlignment => StoreFiles ? SquashFsFormat.Padding : 1;

    /// <summary>How many workers read and compress. Never changes the bytes.</summary>
    public int Threads
    {
        get => _threads;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            _threads = Math.Min(value, MaxThreads);
        }
    }
}
