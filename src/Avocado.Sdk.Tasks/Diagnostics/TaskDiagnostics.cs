using Avocado.Files.Diagnostics;
using Microsoft.Build.Utilities;

namespace Avocado.Sdk.Tasks.Diagnostics;

/// <summary>The one place where expected failures become MSBuild's errors and warnings.</summary>
/// <param name="log">The task's.</param>
/// <param name="projectFile">Named when a failure has no place of its own.</param>
/// <param name="codesPage">The file that explains the codes; messages link into it.</param>
internal sealed class TaskDiagnostics(TaskLoggingHelper log, string projectFile, string? codesPage)
{
    public void Error(AvocadoException error)
    {
        SourceLocation place = error.Location ?? new SourceLocation(projectFile);
        log.LogError(null, error.Code.Id, null, HelpLink(error.Code), place.File, place.Line, place.Column, 0, 0,
            "{0}", error.Message);
    }

    public void Warning(DiagnosticCode code, SourceLocation? location, string message)
    {
        SourceLocation place = location ?? new SourceLocation(projectFile);
        log.LogWarning(null, code.Id, null, HelpLink(code), place.File, place.Line, place.Column, 0, 0,
            "{0}", message);
    }

    private string? HelpLink(DiagnosticCode code) =>
        string.IsNullOrEmpty(codesPage)
            ? null
            : new Uri(codesPage).AbsoluteUri + "#" + code.Id.ToLowerInvariant();
}
