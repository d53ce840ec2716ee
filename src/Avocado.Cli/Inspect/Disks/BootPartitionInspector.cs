using System.Collections.Immutable;
using System.Text;
using Avocado.Cli.Inspect.Efi;
using Avocado.Cli.Inspect.Model;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Fat;
using Avocado.Formats.Identifiers;

namespace Avocado.Cli.Inspect.Disks;

/// <summary>Looks into a partition that firmware reads, and gathers what its boot images vouch for.</summary>
/// <param name="scope">Where the partition lies.</param>
internal sealed class BootPartitionInspector(InspectionScope scope)
{
    private const int LargestText = 4096;
    private const string EfiEnding = ".efi";
    private const string TextEnding = ".conf";
    private static readonly string[] RootHashOptions = ["roothash=", "usrhash="];

    private readonly List<BootClaim> _claims = [];
    private readonly List<TrustedCertificate> _anchors = [];

    /// <summary>The root hashes that boot images name.</summary>
    public IReadOnlyList<BootClaim> Claims => _claims;

    /// <summary>Certificates for extensions in boot images that a given certificate vouches for.</summary>
    public IReadOnlyList<TrustedCertificate> Anchors => _anchors;

    /// <summary>Inspects a partition; null when its file system cannot be read, which is reported.</summary>
    public BootPartitionReport? Inspect(int number, Stream stream) => scope.Try(() =>
    {
        FatReader fat = FatReader.Read(stream);
        return new BootPartitionReport(number, fat.Label,
            [.. fat.Nodes.Where(n => !n.IsDirectory).Select(n => InspectFile(fat, n))]);
    });

    private BootFileReport InspectFile(FatReader fat, FatNode node)
    {
        scope.Cancellation.ThrowIfCancellationRequested();
        string path = node.Path.ToString();
        if (path.EndsWith(EfiEnding, StringComparison.OrdinalIgnoreCase))
        {
            InspectionScope inner = scope.In(path);
            var inspector = new EfiInspector(inner);
            UkiReport? efi = inspector.Inspect(new DelegatedContent(node.Size, null, () => fat.Open(node)));
            if (efi is not null)
            {
                _anchors.AddRange(inspector.Anchors);
                GatherClaims(inner, path, efi);
            }
            return new BootFileReport(path, node.Size, efi);
        }
        return path.EndsWith(TextEnding, StringComparison.OrdinalIgnoreCase) && node.Size <= LargestText
            ? new BootFileReport(path, node.Size, Text: ReadText(fat, node))
            : new BootFileReport(path, node.Size);
    }

    private void GatherClaims(InspectionScope inner, string path, UkiReport efi)
    {
        bool isTrusted = efi.Verdict == Verdict.Ok;
        foreach (string option in (efi.CommandLine ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            string? prefix = RootHashOptions.FirstOrDefault(p => option.StartsWith(p, StringComparison.Ordinal));
            if (prefix is not null && Sha256Digest.TryParse(option[prefix.Length..], out Sha256Digest hash))
            {
                // systemd finds the partitions by the halves of the hash.
                (Guid data, Guid tree) = SeededIds.VerityPartitions(hash);
                _claims.Add(new BootClaim("command line of " + path, hash, data, tree, isTrusted, inner));
            }
        }
        foreach (VerityTabReport line in efi.Initrd?.VerityTab ?? ImmutableArray<VerityTabReport>.Empty)
        {
            if (Sha256Digest.TryParse(line.RootHash, out Sha256Digest hash))
            {
                _claims.Add(new BootClaim($"veritytab of {path}", hash, PartitionOf(line.Data), PartitionOf(line.Hash),
                    isTrusted, inner));
            }
        }
    }

    private string? ReadText(FatReader fat, FatNode node) => scope.Try(() =>
    {
        var bytes = new byte[node.Size];
        using Stream stream = fat.Open(node);
        return stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length
            ? Encoding.UTF8.GetString(bytes)
            : throw new DamagedFormatException("FAT32", $"{node.Path} is cut off");
    });

    private static Guid? PartitionOf(string device)
    {
        const string Prefix = "PARTUUID=";
        return device.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            && Guid.TryParseExact(device[Prefix.Length..], "D", out Guid id)
            ? id
            : null;
    }
}
