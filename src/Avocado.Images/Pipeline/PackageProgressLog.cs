using Avocado.Packages;

namespace Avocado.Images.Pipeline;

/// <summary>Turns the packages' progress into phases of the build.</summary>
internal sealed class PackageProgressLog(IBuildLog log) : IProgress<PackageProgress>
{
    private PackageStage? _last;

    /// <inheritdoc/>
    public void Report(PackageProgress value) => log.Phase(value.ToString());
}
