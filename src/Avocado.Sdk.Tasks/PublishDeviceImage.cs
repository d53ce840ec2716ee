using System.Text;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Sdk.Tasks.Diagnostics;
using Avocado.Sdk.Tasks.Incremental;
using Microsoft.Build.Framework;

namespace Avocado.Sdk.Tasks;

/// <summary>
/// Copies the files of a built image into the publish folder, with their checksums in SHA256SUMS, which
/// <c>sha256sum --check</c> reads. Files that the folder has already are left as they are.
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
            Sha256Digest digest = await CopyAsync(Path.Combine(OutputFolder, output.Path), target, cancellation)
                .ConfigureAwait(false);
            sums.Append(digest).Append("  ").Append(output.Path).Append('\n');
            log.Artefact(target, output.Stamp.Size, digest);
        }
        await WholeFile.WriteAsync(Path.Combine(PublishFolder, SumsName), sums.ToString(), cancellation)
            .ConfigureAwait(false);
    }

    private static async Task<Sha256Digest> CopyAsync(string source, string target, CancellationToken cancellation)
    {
        await using FileStream input = File.OpenRead(source);
        Sha256Digest digest = await DigestAsync(input, cancellation).ConfigureAwait(false);
        if (File.Exists(target))
        {
            await using FileStream there = File.OpenRead(target);
            if (there.Length == input.Length && await DigestAsync(there, cancellation).ConfigureAwait(false) == digest)
            {
                return digest;
            }
        }
        input.Position = 0;
        await WholeFile.WriteAsync(target, input, cancellation).ConfigureAwait(false);
        return digest;
    }

    private static async Task<Sha256Digest> DigestAsync(Stream stream, CancellationToken cancellation) =>
        new(await System.Security.Cryptography.SHA256.HashDataAsync(stream, cancellation).ConfigureAwait(false));
}
