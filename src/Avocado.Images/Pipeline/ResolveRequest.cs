using Avocado.Files.Diagnostics;
using Avocado.Images.Model;
using Avocado.Packages.Caching;

namespace Avocado.Images.Pipeline;

/// <summary>What one board's section of the lock file is made from.</summary>
public sealed record ResolveRequest
{
    /// <summary>Full path of the project file.</summary>
    public required string ProjectFile { get; init; }

    public required Board Board { get; init; }

    public required PackageSet Packages { get; init; }

    /// <summary>Full path.</summary>
    public required string LockFile { get; init; }

    /// <summary>Refuse a lock file that would change.</summary>
    public bool Locked { get; init; }

    /// <summary>Resolve anew even when the lock file satisfies the project.</summary>
    public bool ForceEvaluate { get; init; }

    /// <summary>Where packages and images are kept for all projects; decides no byte.</summary>
    public required CacheSettings Cache { get; init; }

    /// <summary>Takes the place of every feed's own mirrors; null for them.</summary>
    public Uri? Mirror { get; init; }

    /// <summary>Base address of a snapshot service like Debian's; null for the one the host's apt names.</summary>
    public Uri? Snapshots { get; init; }

    /// <summary>Seconds since 1970, when the project pins it; otherwise the feeds decide.</summary>
    public long? SourceDate { get; init; }

    /// <summary>
    /// Full path of the disk image of the release that file systems are laid out after, no link; null for the
    /// canonical layout.
    /// </summary>
    public string? BaseImage { get; init; }

    /// <summary>Where the project names it.</summary>
    public SourceLocation? BaseImageLocation { get; init; }

    /// <summary>
    /// Full path of a file that keeps the base image's digest, so that it is read once; null reads it each time.
    /// </summary>
    public string? BaseDigestFile { get; init; }

    /// <summary>Recorded, and compared in locked mode.</summary>
    public required string DotNetSdkVersion { get; init; }

    /// <summary>Version of the runtime that apps are published with; recorded and compared likewise.</summary>
    public required string RuntimeVersion { get; init; }
}
