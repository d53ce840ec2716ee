using Microsoft.Build.Framework;

namespace Avocado.Sdk.Tasks;

/// <summary>Parameters of the tasks that read the project's board and packages; nothing but documented values.</summary>
public abstract class PackageTask : ImageTask
{
    /// <summary>The board of this build.</summary>
    public string Board { get; set; } = "";

    /// <summary>The project's boards, with ';' between them.</summary>
    public string Boards { get; set; } = "";

    /// <summary>TargetFramework as a global property gave it; empty when none did.</summary>
    public string? GivenTargetFramework { get; set; }

    /// <summary>TargetFramework as the project body set it; empty when it did not.</summary>
    public string? WrittenTargetFramework { get; set; }

    /// <summary>"x64" or "arm64"; empty when no board file was found.</summary>
    public string? BoardArchitecture { get; set; }

    /// <summary>"uefi".</summary>
    public string? BoardBootFlow { get; set; }

    /// <summary>"required" or "none".</summary>
    public string? BoardTpm { get; set; }

    /// <summary>Folders with one file per board, for the message that lists what is known.</summary>
    public string[] BoardFolders { get; set; } = [];

    /// <summary>PackageFeed items: Type, Suite, Components, Uri, Keyring.</summary>
    public ITaskItem[] PackageFeeds { get; set; } = [];

    /// <summary>FeedPackage items: Into.</summary>
    public ITaskItem[] FeedPackages { get; set; } = [];

    /// <summary>ExcludedPackage items: left out although others depend on them.</summary>
    public ITaskItem[] ExcludedPackages { get; set; } = [];

    /// <summary>The base system's packages, from the board.</summary>
    public ITaskItem[] BasePackages { get; set; } = [];

    /// <summary>Inputs of the build that are not installed, from the board.</summary>
    public ITaskItem[] BoardPackages { get; set; } = [];

    /// <summary>What the base system leaves out, from the board.</summary>
    public ITaskItem[] ExcludedBasePackages { get; set; } = [];

    /// <summary>The package with the kernel and its modules.</summary>
    public string? KernelPackage { get; set; }

    /// <summary>SystemExtension items: Types.</summary>
    public ITaskItem[] SystemExtensions { get; set; } = [];

    /// <summary>Full path of avocado.lock.json.</summary>
    [Required]
    public string LockFile { get; set; } = "";

    /// <summary>Full path of the file that says what the last build was made from.</summary>
    [Required]
    public string StateFile { get; set; } = "";

    /// <summary>"true" refuses a lock file that would change.</summary>
    public bool Locked { get; set; }

    /// <summary>The disk image of the release that the image is based on; empty for none.</summary>
    public string? BaseImage { get; set; }

    /// <summary>Full path of obj/, where the digest of the base image is kept.</summary>
    public string? ObjectFolder { get; set; }

    /// <summary>Version of the .NET SDK, for the lock file.</summary>
    public string DotNetSdkVersion { get; set; } = "";

    /// <summary>Version of the runtime that apps are published with, for the lock file.</summary>
    public string RuntimeVersion { get; set; } = "";

    /// <summary>The cache for all projects; empty for the user's own.</summary>
    public string? CacheFolder { get; set; }

    /// <summary>What the cache may take: a size, or 0 for no bound.</summary>
    public string? CacheSize { get; set; }

    /// <summary>Address of a cache that machines share.</summary>
    public string? RemoteCache { get; set; }

    /// <summary>"true" puts what this machine makes into the remote cache.</summary>
    public bool RemoteCacheWrite { get; set; }

    /// <summary>"false" does every step, whatever is known of its result.</summary>
    public bool CacheResults { get; set; } = true;

    /// <summary>Takes the place of every feed's own mirrors; empty for them.</summary>
    public string? Mirror { get; set; }

    /// <summary>Base address of a snapshot service like Debian's; empty for the one the host's apt names.</summary>
    public string? Snapshots { get; set; }

    /// <summary>Seconds since 1970, or an ISO 8601 date or time, UTC; empty for the feeds' own date.</summary>
    public string? SourceDate { get; set; }
}
