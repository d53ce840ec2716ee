using System.Collections.Immutable;

namespace Avocado.Cli.Inspect.Model;

/// <summary>An initrd.</summary>
internal sealed record InitrdReport
{
    /// <summary>"none", "gzip", "xz", "zstd", "lz4"; null for bytes that are none of these.</summary>
    public required string? Compression { get; init; }

    /// <summary>Length in the file.</summary>
    public required long Size { get; init; }

    /// <summary>True when the archive was read to its end.</summary>
    public bool IsRead { get; init; }

    /// <summary>Length of all files.</summary>
    public long ContentSize { get; init; }

    /// <summary>How many members it has.</summary>
    public int Members { get; init; }

    /// <summary>What it opens by root hash before the root: lines of its veritytab.</summary>
    public ImmutableArray<VerityTabReport> VerityTab { get; init; } = [];

    /// <summary>Certificates that it hands to the main system for extensions (verity.d).</summary>
    public ImmutableArray<CertificateReport> TrustAnchors { get; init; } = [];

    /// <summary>Its members, when files were asked for.</summary>
    public ImmutableArray<FileReport>? Files { get; init; }
}
