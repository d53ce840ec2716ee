using Avocado.Files.Diagnostics;
using Avocado.Sdk.Tasks.Diagnostics;
using Microsoft.Build.Framework;
using MSBuildTask = Microsoft.Build.Utilities.Task;

namespace Avocado.Sdk.Tasks;

/// <summary>
/// What the tasks have in common: they can be cancelled, may run beside others in one process, and report expected
/// failures as coded errors without a stack trace.
/// </summary>
public abstract class ImageTask : MSBuildTask, ICancelableTask, IMultiThreadableTask, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>Full path of the project file.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>Full path of the page that explains the codes.</summary>
    public string? CodesPage { get; set; }

    /// <inheritdoc/>
    public TaskEnvironment TaskEnvironment { get; set; } = TaskEnvironment.Fallback;

    private protected TaskDiagnostics Diagnostics => new(Log, ProjectFile, CodesPage);

    /// <summary>The folder that relative paths of the project start from, as a full path.</summary>
    internal string ProjectFolder => Path.GetDirectoryName(FullPath(ProjectFile))!;

    /// <inheritdoc/>
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        _cancellation.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public sealed override bool Execute()
    {
        try
        {
            ExecuteAsync(_cancellation.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
            return false;
        }
        catch (AvocadoException error)
        {
            Diagnostics.Error(error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Diagnostics.Error(Codes.HostFailure.Error(error.Message));
        }
        return !Log.HasLoggedErrors;
    }

    /// <summary>The work. Expected failures are thrown as <see cref="AvocadoException"/>, or logged.</summary>
    private protected abstract Task ExecuteAsync(CancellationToken cancellation);

    /// <summary>A path of the project's as a full path; the process's own current folder means nothing here.</summary>
    private protected string FullPath(string path) => Path.GetFullPath(TaskEnvironment.GetAbsolutePath(path));

    /// <summary>Logs everything in the bag; true when there was something.</summary>
    private protected bool Report(DiagnosticBag found)
    {
        foreach (AvocadoException error in found.Errors)
        {
            Diagnostics.Error(error);
        }
        return found.Errors.Count > 0;
    }
}
