using System.Collections.Immutable;

namespace Avocado.Cli.Inspect.Model;

/// <summary>
/// What <c>avocado inspect</c> found: the object that <c>--json</c> writes. Fields are only added within a format
/// version; sizes and offsets are bytes; what does not apply is left out.
/// </summary>
internal sealed record InspectionReport
{
    /// <summary>Raised when a field changes its meaning or goes.</summary>
    public int FormatVersion { get; init; } = 1;

    /// <summary>The file's name, without its folder.</summary>
    public required string Name { get; init; }

    public required ImageKind Kind { get; init; }

    /// <summary>Length of the file.</summary>
    public required long Size { get; init; }

    /// <summary>The worst of the findings; ok without any.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Everything that is bad. The exit code is 1 when there is one.</summary>
    public required ImmutableArray<Finding> Findings { get; init; }

    /// <summary>What was not looked at, and why.</summary>
    public required ImmutableArray<Note> Notes { get; init; }

    /// <summary>The certificates that were given.</summary>
    public ImmutableArray<CertificateReport> Certificates { get; init; } = [];

    /// <summary>For disk and ddi.</summary>
    public DiskReport? Disk { get; init; }

    /// <summary>For efi.</summary>
    public UkiReport? Efi { get; init; }

    /// <summary>For fileSystem.</summary>
    public VolumeReport? Volume { get; init; }

    /// <summary>For initrd.</summary>
    public InitrdReport? Initrd { get; init; }
}
