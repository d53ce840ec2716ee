using Avocado.Images.Pipeline;
using Avocado.Sdk.Tasks.Diagnostics;
using Avocado.Sdk.Tasks.Incremental;
using Avocado.Sdk.Tasks.Reading;
using Microsoft.Build.Framework;
using TaskItem = Microsoft.Build.Utilities.TaskItem;

namespace Avocado.Sdk.Tasks;

/// <summary>Builds one device image, unless the last build was made from the same.</summary>
[MSBuildMultiThreadableTask]
public sealed partial class BuildDeviceImage
{
    /// <inheritdoc/>
    private protected override async Task ExecuteAsync(CancellationToken cancellation)
    {
        string inputs = BuildFingerprint.OfInputs(this);
        BuildState? last = BuildState.TryRead(StateFile);
        if (last is not null && last.Inputs == inputs && last.MadeInputs == BuildFingerprint.OfMadeInputs(this)
            && last.OutputsAreThere(OutputFolder))
        {
            Log.LogMessage(MessageImportance.Normal, "{0} for {1} is up to date", ImageId, Board);
            SetOutputs(last.Outputs.Select(o => Path.Combine(OutputFolder, o.Path)));
            return;
        }
        var found = new DiagnosticBag();
        BuildRequest? request = new ImageProjectReader(
            new ReadingContext(ProjectFolder, new ItemLocator(FullPath(ProjectFile)), found)).Read(this);
        if (Report(found) || request is null)
        {
            return;
        }

        // A state that outlives a failed build would vouch for outputs that the failure may have replaced.
        if (File.Exists(StateFile))
        {
            File.Delete(StateFile);
        }
        BuildOutcome outcome = await BuildAsync(request, cancellation).ConfigureAwait(false);
        // Inputs that changed during the build are not what was built: theirs is the fingerprint taken before.
        BuildState.Of(
            inputs, BuildFingerprint.OfMadeInputs(this), BuildFingerprint.OfPackages(this), OutputFolder,
            outcome.Outputs).Write(StateFile);
        SetOutputs(outcome.Outputs);
    }

    // The cores are shared with everything else that this MSBuild builds at the same time.
    private async Task<BuildOutcome> BuildAsync(BuildRequest request, CancellationToken cancellation)
    {
        int cores = BuildEngine9.RequestCores(Environment.ProcessorCount);
        try
        {
            return await ImagePipeline.BuildAsync(
                request with { Threads = cores },
                new TaskBuildLog(Log, Diagnostics, OutputFolder),
                cancellation).ConfigureAwait(false);
        }
        finally
        {
            BuildEngine9.ReleaseCores(cores);
        }
    }

    private void SetOutputs(IEnumerable<string> paths) => Outputs = [.. paths.Select(p => new TaskItem(p))];
}
