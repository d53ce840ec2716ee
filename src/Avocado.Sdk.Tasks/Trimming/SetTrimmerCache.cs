using Microsoft.Build.Framework;

namespace Avocado.Sdk.Tasks.Trimming;

/// <summary>Tells the trimmer that runs next which cache it has, as the app's own project sees it.</summary>
[MSBuildMultiThreadableTask]
public sealed partial class SetTrimmerCache
{
    /// <inheritdoc/>
    private protected override Task ExecuteAsync(CancellationToken cancellation)
    {
        TrimmerCache.Of(this).Register(BuildEngine4, FullPath(OutputFolder));
        return Task.CompletedTask;
    }
}
