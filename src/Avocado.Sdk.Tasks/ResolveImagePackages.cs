using Avocado.Images.Pipeline;
using Avocado.Sdk.Tasks.Diagnostics;
using Avocado.Sdk.Tasks.Incremental;
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
        // What the last build was made with still fits: nothing of it needs to be read.
        if (!ForceEvaluate && BuildState.TryRead(StateFile) is { } last
            && last.Packages == BuildFingerprint.OfPackages(this))
        {
            return;
        }
        var found = new DiagnosticBag();
        var reading = new ReadingContext(ProjectFolder, new ItemLocator(FullPath(ProjectFile)), found);
        ResolveRequest? request = new ResolveRequestReader(reading).Read(this);
        if (Report(found) || request is null)
        {
            return;
        }
        await ImagePipeline.ResolveAsync(
            request with { ForceEvaluate = ForceEvaluate },
            new TaskBuildLog(Log, Diagnostics, ProjectFolder),
            cancellation).ConfigureAwait(false);
    }
}
