using Avocado.Files.Diagnostics;

namespace Avocado.Images.Pipeline;

/// <summary>The way of the data, from a project to the files of an image.</summary>
public static class ImagePipeline
{
    /// <summary>Brings the board's section of the lock file up to date.</summary>
    /// <exception cref="AvocadoException">The project asks for what the feeds do not have, or locked mode differs.</exception>
    public static Task ResolveAsync(ResolveRequest request, IBuildLog log, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Task.CompletedTask;
    }

    /// <summary>Builds the image; a failure leaves the outputs of the build before or none.</summary>
    /// <exception cref="AvocadoException">The project cannot become an image.</exception>
    public static Task<BuildOutcome> BuildAsync(
        BuildRequest request, IBuildLog log, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Task.FromResult(new BuildOutcome([]));
    }
}
