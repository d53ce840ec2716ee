using Avocado.Packages;

namespace Avocado.Images.Pipeline;

/// <summary>Turns the packages' progress into phases of the build: one when a kind of work begins.</summary>
internal sealed class PackageProgressLog(IBuildLog log) : IProgress<PackageProgress>
{
    private readonly Lock _lock = new();
    private readonly HashSet<PackageStage> _told = [];

    /// <inheritdoc/>
    public void Report(PackageProgress value)
    {
        if (value.Stage == PackageStage.Note)
        {
            log.Note(value.Item);
            return;
        }
        lock (_lock)
        {
            // Packages are unpacked while others still come.
            if (!_told.Add(value.Stage))
            {
                return;
            }
        }
        log.Phase(value.Stage switch
        {
            PackageStage.Feed => "reading package feeds",
            PackageStage.Download => "downloading packages",
            _ => "unpacking packages into the cache",
        });
    }
}
