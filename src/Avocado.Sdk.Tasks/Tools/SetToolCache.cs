using Microsoft.Build.Framework;

namespace Avocado.Sdk.Tasks.Tools;

/// <summary>Tells the tool that runs next which cache it has, as the app's own project sees it.</summary>
[MSBuildMultiThreadableTask]
public sealed partial class SetToolCache
{
    /// <inheritdoc/>
    private protected override Task ExecuteAsync(CancellationToken cancellation)
    {
        RegisteredCache.Of(this).Register(BuildEngine4, FullPath(ToolFolder));
        return Task.CompletedTask;
    }
}
