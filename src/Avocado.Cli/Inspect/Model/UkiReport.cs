using System.Collections.Immutable;

namespace Avocado.Cli.Inspect.Model;

/// <summary>An EFI executable: unified kernel image, addon or another program.</summary>
internal sealed record UkiReport
{
    public required EfiKind Kind { get; init; }

    /// <summary>"x86-64", "arm64", or the machine's number.</summary>
    public required string Machine { get; init; }

    /// <summary>The Authenticode digest (SHA-256), which signatures and db entries name.</summary>
    public string? AuthenticodeDigest { get; init; }

    public required ImmutableArray<SectionReport> Sections { get; init; }

    /// <summary>What is appended to or is the kernel's command line.</summary>
    public string? CommandLine { get; init; }

    /// <summary>The kernel's version.</summary>
    public string? KernelVersion { get; init; }

    /// <summary>The fields of os-release.</summary>
    public ImmutableSortedDictionary<string, string> OsRelease { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>How many profiles it has besides its base.</summary>
    public int Profiles { get; init; }

    /// <summary>Ok when one signature is.</summary>
    public required Verdict Verdict { get; init; }

    public required ImmutableArray<SignatureReport> Signatures { get; init; }

    /// <summary>The archive in its .initrd section.</summary>
    public InitrdReport? Initrd { get; init; }
}
