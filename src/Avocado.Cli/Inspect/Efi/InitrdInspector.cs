using System.Collections.Immutable;
using System.Text;
using Avocado.Cli.Inspect.FileSystems;
using Avocado.Cli.Inspect.Model;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Compression.Gzip;
using Avocado.Formats.Compression.Xz;
using Avocado.Formats.Compression.Zstandard;
using Avocado.Formats.Cpio;
using Avocado.Signing;

namespace Avocado.Cli.Inspect.Efi;

/// <summary>
/// Looks into an initrd: what it opens by root hash, and whom it makes the main system trust. Both are as good as the
/// signature of the boot image around it.
/// </summary>
/// <param name="scope">Where the archive lies.</param>
internal sealed class InitrdInspector(InspectionScope scope)
{
    // Signatures of compressed files are at most this long.
    private const int ProbeLength = 128;
    private const int LargestFile = 1 << 20;
    private const int MostAnchors = 100;

    private static readonly UnixPath VerityTab = "etc/veritytab";
    private static readonly UnixPath[] AnchorFolders = ["usr/lib/verity.d", "etc/verity.d", "lib/verity.d"];

    private readonly ImmutableArray<VerityTabReport>.Builder _verityTab =
        ImmutableArray.CreateBuilder<VerityTabReport>();

    private readonly ImmutableArray<CertificateReport>.Builder _anchors =
        ImmutableArray.CreateBuilder<CertificateReport>();

    private readonly ImmutableArray<FileReport>.Builder _files = ImmutableArray.CreateBuilder<FileReport>();

    private readonly List<TrustedCertificate> _certificates = [];
    private int _members;
    private long _contentSize;

    /// <summary>Is shown every member instead, with its data.</summary>
    public Action<CpioMember>? Observer { get; init; }

    /// <summary>Inspects an archive.</summary>
    /// <param name="stream">Stands at its first byte; need not seek.</param>
    /// <param name="size">Its length.</param>
    public InitrdReport Inspect(Stream stream, long size)
    {
        var start = new byte[Math.Min(ProbeLength, size)];
        int read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        using var probe = new MemoryStream(start, 0, read);
        string? content = ContentProbe.Identify(probe);
        probe.Position = 0;
        using var whole = new PrefixedStream(probe, stream);
        bool isRead = false;
        try
        {
            isRead = Read(whole, content);
        }
        catch (AvocadoException error) when (content == ContentProbe.Cpio && _members > 0)
        {
            // Microcode first, a compressed archive behind it: what distributions make.
            scope.Note($"read up to its first compressed archive ({error.Message})");
        }
        catch (AvocadoException error)
        {
            scope.Report(error);
        }
        return new InitrdReport
        {
            Compression = content == ContentProbe.Cpio ? "none" : content,
            Size = size,
            IsRead = isRead,
            Members = _members,
            ContentSize = _contentSize,
            VerityTab = _verityTab.ToImmutable(),
            TrustAnchors = _anchors.ToImmutable(),
            Files = scope.Options.ListFiles ? _files.ToImmutable() : null,
        };
    }

    private bool Read(Stream stream, string? content)
    {
        using Stream? archive = content switch
        {
            ContentProbe.Cpio => stream,
            ContentProbe.Gzip => new GzipDecoderStream(stream, leaveOpen: true, ReadingBudget.LargestPart),
            ContentProbe.Xz => new XzDecoderStream(stream, leaveOpen: true, ReadingBudget.LargestPart),
            ContentProbe.Zstd => new ZstdDecoderStream(stream, leaveOpen: true, ReadingBudget.LargestPart),
            _ => null,
        };
        if (archive is null)
        {
            scope.Note(content is null
                ? "its compression is not known"
                : $"it is compressed with {content}, which this tool does not read");
            return false;
        }
        ReadArchive(archive);
        return true;
    }

    private void ReadArchive(Stream stream)
    {
        var reader = new CpioReader(stream);
        bool isCut = false;
        while (reader.Next() is { } member)
        {
            scope.Cancellation.ThrowIfCancellationRequested();
            scope.Budget.Take("the initrd", member.Data.Length);
            _members++;
            _contentSize += member.Kind == EntryKind.File ? member.Data.Length : 0;
            if (Observer is not null)
            {
                Observer(member);
                continue;
            }
            if (scope.Options.ListFiles && !isCut)
            {
                isCut = !scope.Budget.TakeListing(member.Path.Length);
                _files.Add(new FileReport(
                    member.Path.ToString(), EntryText.KindOf(member.Kind),
                    UnixMode.ToOctal(member.Permissions), member.Header.Uid, member.Header.Gid,
                    member.Kind == EntryKind.File ? member.Data.Length : 0));
            }
            if (member.Kind == EntryKind.File && member.Data.Length <= LargestFile)
            {
                See(member);
            }
        }
        if (isCut)
        {
            scope.Note("it has too many paths to list");
        }
    }

    private void See(CpioMember member)
    {
        if (member.Path == VerityTab)
        {
            ReadVerityTab(ReadAll(member));
        }
        else if (AnchorFolders.Contains(member.Path.Parent) && member.Path.Name.EndsWith(".crt"u8)
            && _anchors.Count < MostAnchors)
        {
            try
            {
                SigningCertificate certificate = SigningCertificate.Parse(ReadAll(member), member.Path.ToString());
                _anchors.Add(new TrustedCertificate(certificate, member.Path.ToString()).ToReport());
                _certificates.Add(new TrustedCertificate(certificate, "the initrd's " + member.Path));
            }
            catch (AvocadoException error)
            {
                scope.Report(error);
            }
        }
    }

    /// <summary>The certificates of the archive that was inspected.</summary>
    public IReadOnlyList<TrustedCertificate> Certificates => _certificates;

    private void ReadVerityTab(byte[] text)
    {
        foreach (string line in Encoding.UTF8.GetString(text).Split('\n', StringSplitOptions.TrimEntries))
        {
            string[] fields = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length >= 4 && fields[0][0] != '#')
            {
                _verityTab.Add(new VerityTabReport(fields[0], fields[1], fields[2], fields[3]));
            }
        }
    }

    private static byte[] ReadAll(CpioMember member)
    {
        var bytes = new byte[member.Data.Length];
        member.Data.ReadExactly(bytes);
        return bytes;
    }
}
