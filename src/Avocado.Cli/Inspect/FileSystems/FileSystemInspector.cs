using System.Collections.Immutable;
using Avocado.Cli.Inspect.Disks;
using Avocado.Cli.Inspect.Model;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Compression;
using Avocado.Formats.SquashFs;
using Avocado.Images.Runtime;

namespace Avocado.Cli.Inspect.FileSystems;

/// <summary>Looks into a SquashFS file system: sizes, which system or extension it is, the images in it.</summary>
/// <param name="scope">Where it lies.</param>
internal sealed class FileSystemInspector(InspectionScope scope)
{
    private static readonly BlockCodec[] Codecs = [new ZlibCodec(), new ZstdCodec()];

    /// <summary>Inspects a file system.</summary>
    /// <param name="volume">Name and role, to be completed.</param>
    /// <param name="stream">Seekable, the superblock at position 0.</param>
    /// <param name="isVerified">
    /// True when a hash tree covers every byte; else all files are read, which is the only way to find damage.
    /// </param>
    public VolumeReport Inspect(VolumeReport volume, Stream stream, bool isVerified)
    {
        try
        {
            return Read(volume, stream, isVerified);
        }
        catch (AvocadoException error)
        {
            scope.Report(error);
            return volume;
        }
    }

    private VolumeReport Read(VolumeReport volume, Stream stream, bool isVerified)
    {
        var bytes = new byte[SquashFsHeader.Size];
        stream.Position = 0;
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new DamagedFormatException(ContentProbe.SquashFs, "its superblock is cut off");
        }
        SquashFsHeader header = SquashFsHeader.Read(bytes);
        volume = volume with { FileSystem = Describe(header) };
        if (!Codecs.Any(c => c.Name == volume.FileSystem.Compressor))
        {
            scope.Note(
                $"its contents are compressed with {volume.FileSystem.Compressor}, which this tool does not read");
            return volume;
        }
        stream.Position = 0;
        return ReadContents(volume, SquashFsReader.Open(stream, Codecs), isVerified);
    }

    private VolumeReport ReadContents(VolumeReport volume, SquashFsReader reader, bool isVerified)
    {
        var counter = new ContentCounter(scope);
        var special = new SpecialFiles(reader, scope);
        foreach (SquashFsEntry entry in reader.ReadEntries())
        {
            scope.Cancellation.ThrowIfCancellationRequested();
            counter.Add(entry);
            special.See(entry);
        }
        volume = volume with
        {
            FileSystem = volume.FileSystem! with { Content = counter.ToReport(reader.Header.BlockSize) },
            System = special.ReadSystem(),
            Extension = special.ReadExtension(),
            Runtime = special.ReadRuntime() is { } manifest ? Describe(manifest) : null,
            Modes = special.ReadModes(),
        };
        if (!isVerified)
        {
            ReadAllFiles(reader, counter.Size);
        }
        return scope.IsNested
            ? volume
            : volume with { Extensions = [.. special.Images.Select(image => InspectImage(reader, image))] };
    }

    private void ReadAllFiles(SquashFsReader reader, long size)
    {
        try
        {
            scope.Budget.Take("the content of its files", size);
            var links = new HashSet<uint>();
            var buffer = new byte[1 << 16];
            foreach (SquashFsEntry entry in reader.ReadEntries())
            {
                if (entry.Kind == EntryKind.File && (entry.Links < 2 || links.Add(entry.InodeNumber)))
                {
                    using Stream stream = reader.OpenFile(entry);
                    while (stream.Read(buffer) > 0)
                    {
                        scope.Cancellation.ThrowIfCancellationRequested();
                    }
                }
            }
        }
        catch (AvocadoException error)
        {
            scope.Report(error);
        }
    }

    private ExtensionReport InspectImage(SquashFsReader reader, SquashFsEntry image)
    {
        InspectionScope inner = scope.In(image.Path.ToString(), isNested: true);
        var report = new ExtensionReport
        {
            Path = image.Path.ToString(),
            Size = image.Size,
            Name = Path.GetFileNameWithoutExtension(image.Path.NameText),
        };
        try
        {
            scope.Budget.Take(image.Path.ToString(), image.Size);
            using Stream source = reader.OpenFile(image);
            using ScratchCopy copy = ScratchCopy.Of(source, scope.Cancellation);
            report = report with { Sha256 = copy.Digest.ToString() };
            DiskReport disk = new DiskInspector(inner).Inspect(copy.Stream);
            ImmutableArray<VolumeReport> volumes = disk.Volumes;
            string? name = volumes.Select(v => v.Extension?.Name).FirstOrDefault(n => n is not null);
            return report with { Disk = disk, Name = name ?? report.Name };
        }
        catch (AvocadoException error)
        {
            inner.Report(error);
            return report;
        }
    }

    private static FileSystemReport Describe(SquashFsHeader header) => new()
    {
        Compressor = header.Compressor switch
        {
            SquashFsCompressor.Gzip => "gzip",
            SquashFsCompressor.Lzma => "lzma",
            SquashFsCompressor.Lzo => "lzo",
            SquashFsCompressor.Xz => "xz",
            SquashFsCompressor.Lz4 => "lz4",
            SquashFsCompressor.Zstd => "zstd",
            _ => throw new DamagedFormatException(ContentProbe.SquashFs, $"compressor {(int)header.Compressor}"),
        },
        BlockSize = header.BlockSize,
        Size = header.BytesUsed <= long.MaxValue
            ? (long)header.BytesUsed
            : throw new DamagedFormatException(ContentProbe.SquashFs, $"a length of {header.BytesUsed} bytes"),
        Inodes = header.InodeCount,
        Fragments = header.FragmentCount,
        Time = header.ModificationTime,
    };

    private static RuntimeReport Describe(RuntimeManifest manifest) => new()
    {
        ImageId = manifest.ImageId,
        ImageVersion = manifest.ImageVersion,
        Board = manifest.Board,
        Architecture = manifest.Architecture,
        SecurityVersion = manifest.SecurityVersion,
        LayoutId = manifest.LayoutId,
        KernelVersion = manifest.KernelVersion,
        RootHash = manifest.Root.RootHash,
        Extensions = [.. manifest.Extensions.Select(e => new RuntimeExtensionReport(e.Name, e.Place, e.Sha256))],
    };
}
