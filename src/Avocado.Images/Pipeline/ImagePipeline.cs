using Avocado.Files.Diagnostics;
using Avocado.Packages.Locking;

namespace Avocado.Images.Pipeline;

/// <summary>The way of the data, from a project to the files of an image.</summary>
public static class ImagePipeline
{
    /// <summary>Brings the board's section of the lock file up to date.</summary>
    /// <exception cref="AvocadoException">The project asks for what the feeds do not have, or locked mode differs.</exception>
    public static async Task ResolveAsync(ResolveRequest request, IBuildLog log, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(log);
        using var source = new PackageSource(request, log);
        LockResult result = await source.ResolveAsync(log, cancellation).ConfigureAwait(false);
        if (result.IsNew)
        {
            log.Note($"locked {result.Section.Packages.Length} packages for {result.Section.Board}");
        }
        await source.CompleteAsync(log, cancellation).ConfigureAwait(false);
    }

    /// <summary>Builds the image; a failure leaves the outputs of the build before or none.</summary>
    /// <exception cref="AvocadoException">The project cannot become an image.</exception>
    public static async Task<BuildOutcome> BuildAsync(
        BuildRequest request, IBuildLog log, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(log);
        using var source = new PackageSource(request.Packages, log);
        LockResult locked = await source.ResolveAsync(log, cancellation).ConfigureAwait(false);
        ImagePackages packages = await source.OpenAsync(locked.Section, log, cancellation).ConfigureAwait(false);
        BuildOutcome outcome = await Task.Run(
            () => new ImageBuild(request, packages, log, cancellation).Run(), cancellation).ConfigureAwait(false);
        await source.CompleteAsync(log, cancellation).ConfigureAwait(false);
        return outcome;
    }
}
