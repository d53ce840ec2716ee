using System.Collections.Immutable;

namespace Avocado.Cli.Inspect.Model;

/// <summary>
/// What a file system holds. Names of one file (hard links) each count as a file; its bytes count once.
/// </summary>
internal sealed record ContentReport
{
    public required int Files { get; init; }

    public required int Folders { get; init; }

    public required int Links { get; init; }

    /// <summary>Device nodes, pipes and sockets.</summary>
    public required int Others { get; init; }

    /// <summary>Bytes of all files, unpacked.</summary>
    public required long Size { get; init; }

    /// <summary>Sizes by folder, largest first.</summary>
    public required ImmutableArray<SizeReport> ByFolder { get; init; }

    /// <summary>Sizes by the source of the files, largest first; null without a matching tree file.</summary>
    public ImmutableArray<SizeReport>? ByPackage { get; init; }

    /// <summary>The tree file that the sources come from.</summary>
    public string? Tree { get; init; }

    /// <summary>Every path, when files were asked for.</summary>
    public ImmutableArray<FileReport>? Paths { get; init; }
}
