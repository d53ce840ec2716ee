namespace Avocado.Sdk.Tasks;

/// <summary>Parameters; the work is in ResolveImagePackages.cs.</summary>
public sealed partial class ResolveImagePackages : PackageTask
{
    /// <summary>"true" refuses a lock file that would change.</summary>
    public bool Locked { get; set; }

    /// <summary>"true" resolves anew even when the lock file satisfies the project.</summary>
    public bool ForceEvaluate { get; set; }

    /// <summary>In a restore, a board that a NuGet package brings is not known yet: nothing is resolved then.</summary>
    public bool BoardMayComeFromPackage { get; set; }

    /// <summary>Version of the .NET SDK, for the lock file.</summary>
    public string DotNetSdkVersion { get; set; } = "";

    /// <summary>Version of the runtime that apps are published with, for the lock file.</summary>
    public string RuntimeVersion { get; set; } = "";
}
