using Microsoft.Build.Framework;

namespace Avocado.Sdk.Tasks;

/// <summary>Parameters; the work is in BuildDeviceImage.cs. Values are text, so that mistakes get a code and a line.</summary>
public sealed partial class BuildDeviceImage : PackageTask
{
    /// <summary>The property ImageId: IMAGE_ID of os-release.</summary>
    public string ImageId { get; set; } = "";

    /// <summary>The property Version.</summary>
    public string ImageVersion { get; set; } = "";

    /// <summary>A UUID from which all ids of the image derive; empty for one that derives from the image id.</summary>
    public string? ImageSeed { get; set; }

    /// <summary>True in the configuration Release.</summary>
    public bool IsProduction { get; set; }

    /// <summary>A whole number, raised when older images must not come back.</summary>
    public string? SecurityVersion { get; set; }

    /// <summary>A date, yyyy-MM-dd, or empty.</summary>
    public string? SupportPeriodEnd { get; set; }

    /// <summary>What a good boot sets the boot counter to.</summary>
    public string? GoodBootTries { get; set; }

    /// <summary>How file systems are compressed: "zstd:9".</summary>
    public string? ImageCompression { get; set; }

    /// <summary>Uncompressed bytes of a block of a file system, with K or M.</summary>
    public string? ImageBlockSize { get; set; }

    /// <summary>Size of the EFI system partition: bytes, or with K, M or G.</summary>
    public string? EspSize { get; set; }

    /// <summary>Size of one root file system partition, its hash tree not included.</summary>
    public string? RootSize { get; set; }

    /// <summary>Size of one extension store, its hash tree not included.</summary>
    public string? StoreSize { get; set; }

    /// <summary>Size of the partition for extensions of other modes.</summary>
    public string? FactorySize { get; set; }

    /// <summary>Free space at the end of the image, where var is made.</summary>
    public string? VarSize { get; set; }

    /// <summary>Kernel command line of the board.</summary>
    public ITaskItem[] BoardKernelArguments { get; set; } = [];

    /// <summary>Kernel modules of the board's initrd.</summary>
    public ITaskItem[] InitrdModules { get; set; } = [];

    /// <summary>KernelArgument items of the project.</summary>
    public ITaskItem[] KernelArguments { get; set; } = [];

    /// <summary>BootMode items: Extensions, Default.</summary>
    public ITaskItem[] BootModes { get; set; } = [];

    /// <summary>Overlay items, folders: Into, Replace, Modes, HostModes.</summary>
    public ITaskItem[] Overlays { get; set; } = [];

    /// <summary>SystemUnit items, unit files: Into, Enable.</summary>
    public ITaskItem[] SystemUnits { get; set; } = [];

    /// <summary>ProjectReference items, apps: Into, Unit, UnitName, Description, Network, Devices.</summary>
    public ITaskItem[] ProjectReferences { get; set; } = [];

    /// <summary>Publish folders of the apps: ProjectFile, AssemblyName.</summary>
    public ITaskItem[] AppOutputs { get; set; } = [];

    /// <summary>HealthCheck items, unit names: Required.</summary>
    public ITaskItem[] HealthChecks { get; set; } = [];

    /// <summary>DeviceUser items: Id, Group, Home, Shell, Description.</summary>
    public ITaskItem[] DeviceUsers { get; set; } = [];

    /// <summary>DeviceGroup items: Id.</summary>
    public ITaskItem[] DeviceGroups { get; set; } = [];

    /// <summary>SigningKey items: Uri, Certificate, Use.</summary>
    public ITaskItem[] SigningKeys { get; set; } = [];

    /// <summary>Folder of the user's development keys; empty for the one below the user's data folder.</summary>
    public string? DevelopmentKeyFolder { get; set; }

    /// <summary>Full path of bin/CONFIGURATION/BOARD/.</summary>
    [Required]
    public string OutputFolder { get; set; } = "";

    /// <summary>Full path of obj/CONFIGURATION/BOARD/.</summary>
    [Required]
    public string IntermediateFolder { get; set; } = "";

    /// <summary>Full paths of the files in the output folder, whether this build made them or an earlier one.</summary>
    [Output]
    public ITaskItem[] Outputs { get; set; } = [];
}
