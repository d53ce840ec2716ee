using Avocado.Images.Model;
using Avocado.Images.Pipeline;
using Avocado.Sdk.Tasks.Diagnostics;
using Avocado.Sdk.Tasks.Reading;
using Microsoft.Build.Framework;

namespace Avocado.Sdk.Tasks;

/// <summary>Brings the board's section of avocado.lock.json up to date.</summary>
[MSBuildMultiThreadableTask]
public sealed partial class ResolveImagePackages
{
    /// <inheritdoc/>
    private protected override async Task ExecuteAsync(CancellationToken cancellation)
    {
        if (BoardMayComeFromPackage && string.IsNullOrEmpty(BoardArchitecture))
        {
            return;
        }
        var found = new DiagnosticBag();
        var reading = new ReadingContext(ProjectFolder, new ItemLocator(FullPath(ProjectFile)), found);
        Board? board = new BoardReader(reading).Read(this);
        PackageSet packages = new PackageReader(reading).Read(this);
        long? sourceDate = new SettingReader(reading).Date(nameof(SourceDate), SourceDate);
        if (Report(found) || board is null)
        {
            return;
        }
        await ImagePipeline.ResolveAsync(
            new ResolveRequest
            {
                ProjectFile = FullPath(ProjectFile),
                Board = board,
                Packages = packages,
                LockFile = FullPath(LockFile),
                Locked = Locked,
                ForceEvaluate = ForceEvaluate,
                CacheFolder = PackageCacheFolder.Choose(CacheFolder, ProjectFolder),
                Mirror = SettingReader.Given(Mirror),
                SourceDate = sourceDate,
                DotNetSdkVersion = DotNetSdkVersion,
                RuntimeVersion = RuntimeVersion,
            },
            new TaskBuildLog(Log, Diagnostics, ProjectFolder),
            cancellation).ConfigureAwait(false);
    }
}
