using Avocado.Files.Diagnostics;
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
        string? baseImage = BaseImage(settings, task.BaseImage);
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
                BaseImage = baseImage,
                BaseImageLocation = baseImage is null ? null : context.Locator.Property("BaseImage"),
                BaseDigestFile = SettingReader.Given(task.ObjectFolder) is { } folder
                    ? Path.Combine(context.FullPath(folder), board.Name + ".base")
                    : null,
                DotNetSdkVersion = task.DotNetSdkVersion,
                RuntimeVersion = task.RuntimeVersion,
            };
    }

    // A base that is not there must never give the canonical layout: nothing would say so.
    private string? BaseImage(SettingReader settings, string? given)
    {
        if (SettingReader.Given(given) is not { } text)
        {
            return null;
        }
        string path = context.FullPath(text);
        if (!File.Exists(path))
        {
            settings.Report("BaseImage", Codes.BaseImageMissing, text, path);
            return null;
        }
        // Stat stamps are those of files: a link to the latest release may stay as it is when that changes.
        return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
    }
}
