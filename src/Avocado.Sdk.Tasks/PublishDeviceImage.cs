using System.Text;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Sdk.Tasks.Diagnostics;
using Avocado.Sdk.Tasks.Incremental;
using Microsoft.Build.Framework;

namespace Avocado.Sdk.Tasks;

/// <summary>
/// Copies the files of a built image into the publish folder, with their checksums in SHA256SUMS, which
/// <c>sha256sum --check</c> reads.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed partial class PublishDeviceImage
{
    private const string SumsName = "SHA256SUMS";

    /// <inheritdoc/>
    private protected override async Task ExecuteAsync(CancellationToken cancellation)
    {
        BuildState state = BuildState.TryRead(StateFile) ?? throw Codes.NoImageYet.Error(OutputFolder);
        if (!state.OutputsAreThere(OutputFolder))
        {
            throw Codes.NoImageYet.Error(OutputFolder);
        }
        var sums = new StringBuilder();
        var log = new TaskBuildLog(Log, Diagnostics, ProjectFolder);
        foreach (BuildState.Output output in state.Outputs.OrderBy(o => o.Path, StringComparer.Ordinal))
        {
            string target = Path.Combine(PublishFolder, output.Path);
            await using FileStream source = File.OpenRead(Path.Combine(OutputFolder, output.Path));
            Sha256Digest digest = await WholeFile.WriteAsync(target, source, cancellation).ConfigureAwait(false);
            sums.Append(digest).Append("  ").Append(output.Path).Append('\n');
            log.Artefact(target, output.Stamp.Size, digest);
        }
        WholeFile.Write(Path.Combine(PublishFolder, SumsName), sums.ToString());
    }
}
