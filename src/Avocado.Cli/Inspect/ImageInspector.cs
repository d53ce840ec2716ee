using Avocado.Cli.Inspect.Disks;
using Avocado.Cli.Inspect.Efi;
using Avocado.Cli.Inspect.FileSystems;
using Avocado.Cli.Inspect.Model;
using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Cli.Inspect;

/// <summary>Finds out what a file is and has it inspected.</summary>
internal static class ImageInspector
{
    private const int MbrSignature = 510;
    private static readonly int[] SectorSizes = [512, 4096];

    /// <summary>Inspects a file of any kind. What is wrong with it is in the report, never an exception.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Certificates, trees, what to list.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static InspectionReport Inspect(string path, InspectionOptions options, CancellationToken cancellation)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var scope = new InspectionScope(options, cancellation);
        var report = new InspectionReport
        {
            Name = Path.GetFileName(path),
            Kind = ImageKind.Unknown,
            Size = stream.Length,
            Verdict = Verdict.Ok,
            Findings = [],
            Notes = [],
            Certificates = [.. options.Trust.Efi.Union(options.Trust.Verity).Select(c => c.ToReport())],
        };
        try
        {
            report = Inspect(report, stream, path, scope);
        }
        catch (AvocadoException error)
        {
            scope.Report(Verdict.Damaged, error.Message, error.Code.Id);
        }
        catch (EndOfStreamException)
        {
            scope.Report(Verdict.Damaged, "the file ends too early", Codes.DamagedFormat.Id);
        }
        return report with
        {
            Findings = scope.Findings,
            Notes = scope.Notes,
            Verdict = scope.Findings.Select(f => f.Verdict).DefaultIfEmpty(Verdict.Ok).Max(),
        };
    }

    private static InspectionReport Inspect(
        InspectionReport report, FileStream stream, string path, InspectionScope scope)
    {
        ImageKind kind = KindOf(stream);
        report = report with { Kind = kind };
        switch (kind)
        {
            case ImageKind.Disk:
                DiskReport? disk = scope.Try(() => new DiskInspector(scope).Inspect(stream));
                return report with
                {
                    Disk = disk,
                    Kind = disk is not null && DiskInspector.IsDdi(disk) ? ImageKind.Ddi : ImageKind.Disk,
                };
            case ImageKind.Efi:
                return report with { Efi = new EfiInspector(scope).Inspect(HostFileContent.Of(path)) };
            case ImageKind.FileSystem:
                if (scope.Trust.RequiresVeritySignature)
                {
                    scope.Report(Verdict.NotSigned, "a bare file system has no signature");
                }
                var volume = new VolumeReport { Name = report.Name, Role = "data" };
                return report with
                {
                    Volume = new FileSystemInspector(scope).Inspect(volume, stream, isVerified: false),
                };
            default:
                return report with { Initrd = new InitrdInspector(scope).Inspect(stream, stream.Length) };
        }
    }

    /// <summary>What an image is; of disks not whether they are DDIs. Leaves it at its start.</summary>
    /// <exception cref="AvocadoException">AVO0701: it is nothing that this tool reads.</exception>
    internal static ImageKind KindOf(Stream stream)
    {
        stream.Position = 0;
        if (IsDisk(stream))
        {
            return ImageKind.Disk;
        }
        return ContentProbe.Identify(stream) switch
        {
            ContentProbe.Efi => ImageKind.Efi,
            ContentProbe.SquashFs => ImageKind.FileSystem,
            ContentProbe.Cpio or ContentProbe.Gzip or ContentProbe.Xz or ContentProbe.Zstd => ImageKind.Initrd,
            string other => throw Codes.UnknownImage.Error("it is " + other),
            null => throw Codes.UnknownImage.Error(stream.Length == 0 ? "it is empty"
                : "its first bytes are those of no format that is known"),
        };
    }

    /// <summary>True with a GPT header where one belongs, or with the record that protects one.</summary>
    private static bool IsDisk(Stream stream)
    {
        var sector = new byte[SectorSizes[^1] + 8];
        int read = stream.ReadAtLeast(sector, sector.Length, throwOnEndOfStream: false);
        ReadOnlySpan<byte> bytes = sector.AsSpan(0, read);
        foreach (int size in SectorSizes)
        {
            if (bytes.Length >= size + 8 && bytes[size..].StartsWith("EFI PART"u8))
            {
                return true;
            }
        }
        const int FirstType = 446 + 4;
        const byte Protective = 0xEE;
        return bytes.Length >= MbrSignature + 2 && bytes[MbrSignature] == 0x55 && bytes[MbrSignature + 1] == 0xAA
            && bytes[FirstType] == Protective;
    }
}
