using System.Collections.Immutable;
using Avocado.Files.Diagnostics;
using Avocado.Formats.SquashFs;

namespace Avocado.Images.Model;

/// <summary>
/// Everything a project says about one device image on one board, read and validated; what the pipeline builds
/// from. It knows nothing of MSBuild: the SDK's tasks and the tests make it.
/// </summary>
public sealed record ImageProject
{
    /// <summary>Full path of the project file; only messages use it.</summary>
    public required string ProjectFile { get; init; }

    /// <summary>The board the image is for.</summary>
    public required Board Board { get; init; }

    /// <summary>IMAGE_ID in os-release: lower case letters, digits, '-', '.' and '_'.</summary>
    public required string ImageId { get; init; }

    /// <summary>IMAGE_VERSION: the project's version with its first '-' written '~', so that systemd sorts it.</summary>
    public required string ImageVersion { get; init; }

    /// <summary>Every UUID, salt and id of the image derives from it.</summary>
    public required Guid Seed { get; init; }

    /// <summary>Seconds since 1970: no file of the image is newer. From the lock file.</summary>
    public required long SourceDate { get; init; }

    /// <summary>Development images use development keys; production refuses them and leaves development modes out.</summary>
    public bool IsProduction { get; init; }

    /// <summary>Raised when older images must not come back.</summary>
    public int SecurityVersion { get; init; }

    /// <summary>What a good boot sets the boot counter to.</summary>
    public int GoodBootTries { get; init; } = 3;

    /// <summary>SUPPORT_END of os-release, as yyyy-MM-dd.</summary>
    public string? SupportPeriodEnd { get; init; }

    /// <summary>Partition sizes, in bytes.</summary>
    public PartitionSizes Sizes { get; init; } = new();

    /// <summary>Where the project sets them, by property ("RootSize"); only messages use it.</summary>
    public ImmutableSortedDictionary<string, SourceLocation> SizeLocations { get; init; } =
        ImmutableSortedDictionary.Create<string, SourceLocation>(StringComparer.Ordinal);

    /// <summary>SquashFS data block size in bytes, a power of two from 4 KiB to 1 MiB.</summary>
    public int BlockSize { get; init; } = SquashFsOptions.DefaultBlockSize;

    /// <summary>How file systems are compressed.</summary>
    public ImageCompression Compression { get; init; } = ImageCompression.Default;

    /// <summary>
    /// The earlier release that file systems are laid out after; null lays them out from their content alone. From the
    /// lock file.
    /// </summary>
    public BaseImage? BaseImage { get; init; }

    /// <summary>Appended to the board's kernel command line.</summary>
    public ImmutableArray<string> KernelArguments { get; init; } = [];

    public ImmutableArray<Extension> Extensions { get; init; } = [];

    public ImmutableArray<BootMode> BootModes { get; init; } = [];

    public ImmutableArray<Overlay> Overlays { get; init; } = [];

    public ImmutableArray<AppPayload> Apps { get; init; } = [];

    public ImmutableArray<SystemUnit> Units { get; init; } = [];

    public ImmutableArray<DeviceUser> Users { get; init; } = [];

    public ImmutableArray<DeviceGroup> Groups { get; init; } = [];

    public ImmutableArray<HealthCheck> HealthChecks { get; init; } = [];
}
