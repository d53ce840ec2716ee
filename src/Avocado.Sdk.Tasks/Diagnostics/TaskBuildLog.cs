using System.Globalization;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Images.Pipeline;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Avocado.Sdk.Tasks.Diagnostics;

/// <summary>What the pipeline says, as MSBuild messages: artefacts are shown, phases only when asked for.</summary>
internal sealed class TaskBuildLog(TaskLoggingHelper log, TaskDiagnostics diagnostics, string outputFolder) : IBuildLog
{
    public void Phase(string name) => log.LogMessage(MessageImportance.Normal, "{0}", name);

    public void Artefact(string path, long size, Sha256Digest digest) =>
        log.LogMessage(MessageImportance.High, "{0}  {1} bytes  sha256:{2}",
            Path.GetRelativePath(outputFolder, path), size.ToString("N0", CultureInfo.InvariantCulture), digest);

    public void Patched(string path, long size, long written) =>
        log.LogMessage(MessageImportance.High, "{0}  {1} bytes  {2} of them written over the last build's",
            Path.GetRelativePath(outputFolder, path), size.ToString("N0", CultureInfo.InvariantCulture),
            written.ToString("N0", CultureInfo.InvariantCulture));

    public void Warning(DiagnosticCode code, SourceLocation? location, string message) =>
        diagnostics.Warning(code, location, message);

    public void Note(string text) => log.LogMessage(MessageImportance.High, "{0}", text);
}
