using Avocado.Images.Model;
using Avocado.Images.Pipeline;
using Avocado.Packages.Caching;

namespace Avocado.Sdk.Tasks.Reading;

/// <summary>What a project says about its board and its packages.</summary>
internal sealed class ResolveRequestReader(ReadingContext context)
{
    /// <returns>The request, or null when there is no board; reports say whether it can be used.</returns>
    public ResolveRequest? Read(PackageTask task)
    {
        // The board first: with an unknown one, whatever else is wrong may be only a consequence.
        Board? board = new BoardReader(context).Read(task);
        PackageSet packages = new PackageReader(context).Read(task);
        CacheSettings cache = new CacheSettingsReader(context).Read(task);
        var settings = new SettingReader(context);
        long? sourceDate = settings.Date("SourceDate", task.SourceDate);
        Uri? mirror = settings.Address("DebianMirror", task.Mirror);
        Uri? snapshots = settings.Address("DebianSnapshots", task.Snapshots);
        return board is null
            ? null
            : new ResolveRequest
            {
                ProjectFile = context.Locator.ProjectFile,
                Board = board,
                Packages = packages,
                LockFile = context.FullPath(task.LockFile),
                Locked = task.Locked,
                Cache = cache,
                Mirror = mirror,
                Snapshots = snapshots,
                SourceDate = sourceDate,
                DotNetSdkVersion = task.DotNetSdkVersion,
                RuntimeVersion = task.RuntimeVersion,
            };
    }
}
