namespace Avocado.Sdk.Tasks;

/// <summary>Parameters; the work is in ResolveImagePackages.cs.</summary>
public sealed partial class ResolveImagePackages : PackageTask
{
    /// <summary>"true" resolves anew even when the lock file satisfies the project.</summary>
    public bool ForceEvaluate { get; set; }

    /// <summary>In a restore, a board that a NuGet package brings is not known yet: nothing is resolved then.</summary>
    public bool BoardMayComeFromPackage { get; set; }
}
