using Avocado.Packages.Locking;

namespace Avocado.Packages.Caching;

/// <summary>Adds up what many downloads and workers tell.</summary>
internal sealed class FetchProgress(IProgress<PackageProgress>? progress, IReadOnlyCollection<LockedPackage> packages)
{
    private readonly long _totalBytes = packages.Sum(p => p.Size);
    private long _bytes;
    private int _packages;

    /// <summary>Bytes came.</summary>
    public void AddBytes(long count)
    {
        long done = Interlocked.Add(ref _bytes, count);
        progress?.Report(new PackageProgress(PackageStage.Download, "", done, _totalBytes));
    }

    /// <summary>A package is ready.</summary>
    public void AddPackage(LockedPackage package)
    {
        int done = Interlocked.Increment(ref _packages);
        progress?.Report(new PackageProgress(PackageStage.Normalise, package.ToString(), done, packages.Count));
    }
}
