using Avocado.Files;
using Avocado.Formats.Compression;
using Avocado.Formats.Cpio;
using Avocado.Formats.Fat;
using Avocado.Formats.Gpt;
using Avocado.Formats.Segments;
using Avocado.Formats.SquashFs;
using BenchmarkDotNet.Attributes;

namespace Avocado.Benchmarks.Micro;

/// <summary>Whole images of a tree in memory: 1024 files of 8 KiB.</summary>
public class ImageBenchmarks
{
    private const int FileSize = 8 << 10;
    private const int FilesInFolder = 64;
    private const int EspSize = 64 << 20;

    private FileTree _tree = null!;
    private FatFile[] _files = [];

    [GlobalSetup]
    public void SetUp()
    {
        var origin = Origin.Generated("benchmark");
        var tree = new FileTreeBuilder();
        foreach ((int i, ReadOnlyMemory<byte> bytes) in Corpus.Blocks(FileSize).Index())
        {
            UnixPath path = UnixPath.Parse($"folder{i / FilesInFolder}/file{i}");
            tree.Add(Entry.File(path, Content.Bytes(bytes), origin));
        }
        _tree = tree.Build();
        _files = [.. _tree.Entries.Where(e => e.Kind == EntryKind.File).Select(e => new FatFile(e.Path, e.Content))];
    }

    [Benchmark]
    public long SquashFsGzip1()
    {
        using var output = new MemoryStream(2 * Corpus.Size);
        var options = new SquashFsOptions { Codec = new ZlibCodec(1), SourceDate = 0 };
        return SquashFsWriter.Write(_tree, output, options).Length;
    }

    [Benchmark]
    public long Cpio()
    {
        using var output = new MemoryStream(2 * Corpus.Size);
        CpioWriter.Write(_tree, output, sourceDate: 0);
        return output.Length;
    }

    [Benchmark]
    public long Fat() =>
        Write(new FatWriter(new FatOptions { Size = EspSize, VolumeId = 1, SourceDate = 0 }, _files));

    [Benchmark]
    public long Gpt() => Write(GptLayout.Create(
        new GptOptions { DiskId = new Guid("d0c50001-0000-4000-8000-000000000000") },
        [
            new PlannedPartition
            {
                Type = PartitionTypes.Generic,
                Id = new Guid("d0c50002-0000-4000-8000-000000000000"),
                Name = "data",
                Content = new ContentSegment(Content.Bytes(Corpus.Bytes)),
            },
        ]));

    private static long Write(ISegment segment)
    {
        var output = new StreamOutput(Stream.Null);
        segment.WriteTo(output, CancellationToken.None);
        return output.Position;
    }
}
