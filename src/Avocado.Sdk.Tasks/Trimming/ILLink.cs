using System.Reflection;
using Avocado.Images.Apps.Trimming;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using MSBuildTask = Microsoft.Build.Utilities.Task;

namespace Avocado.Sdk.Tasks.Trimming;

/// <summary>
/// Stands in for .NET's own task of this name where apps are published for a device: that task, behind a cache. What
/// decides its result is read from the response file that it would write, so that nothing that it looks at can be
/// forgotten. Whatever is not known, or goes wrong with the cache, makes it run as it is.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed partial class ILLink : MSBuildTask, ICancelableTask, IMultiThreadableTask, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private volatile ToolTask? _trimmer;

    /// <inheritdoc/>
    public TaskEnvironment TaskEnvironment { get; set; } = TaskEnvironment.Fallback;

    /// <inheritdoc/>
    public void Cancel()
    {
        _cancellation.Cancel();
        _trimmer?.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose() => _cancellation.Dispose();

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            return ExecuteAsync(_cancellation.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<bool> ExecuteAsync(CancellationToken cancellation)
    {
        TrimmerCache? cache = OutputDirectory is { ItemSpec.Length: > 0 } folder
            ? TrimmerCache.Find(BuildEngine4, Path.GetFullPath(TaskEnvironment.GetAbsolutePath(folder.ItemSpec)))
            : null;
        string assembly = cache?.Assembly ?? AssemblyBesideTargets();
        ToolTask trimmer = Create(assembly);
        if (cache?.Settings is not { } settings
            || TryReadInputs(trimmer, Path.GetDirectoryName(assembly)!, cancellation) is not { } inputs)
        {
            Log.LogMessage(MessageImportance.Low, "this app is trimmed without a cache");
            return Run(trimmer);
        }
        using var apps = new TrimmedApps(settings, note => Log.LogMessage(MessageImportance.High, "{0}", note));
        if (await apps.TryFetchAsync(inputs, cancellation).ConfigureAwait(false) is { } warnings)
        {
            Log.LogMessage(MessageImportance.Normal, "the trimmed app is in the cache: {0}", inputs.Key.Digest);
            Repeat(warnings);
            return !Log.HasLoggedErrors;
        }
        WarningRecorder recorder = WarningRecorder.Attach(trimmer);
        bool isDone = Run(trimmer);
        if (isDone && ExitCode == 0)
        {
            await apps.StoreAsync(inputs, recorder.Warnings, cancellation).ConfigureAwait(false);
        }
        return isDone;
    }

    // Where the package of the targets that call this has it.
    private string AssemblyBesideTargets() => Path.GetFullPath(Path.Combine(
        Path.GetDirectoryName(BuildEngine.ProjectFileOfTaskNode)!, "..", "tools", "net", "ILLink.Tasks.dll"));

    private ToolTask Create(string assembly)
    {
        Type type = ToolLoadContext.Load(assembly).GetExportedTypes()
            .Single(t => t.Name == nameof(ILLink) && t.IsSubclassOf(typeof(ToolTask)));
        var trimmer = (ToolTask)Activator.CreateInstance(type)!;
        trimmer.BuildEngine = BuildEngine;
        trimmer.HostObject = HostObject;
        trimmer.TaskEnvironment = TaskEnvironment;
        foreach ((string name, object? value) in _given)
        {
            type.GetProperty(name)!.SetValue(trimmer, value);
        }
        return trimmer;
    }

    private bool Run(ToolTask trimmer)
    {
        _trimmer = trimmer;
        _cancellation.Token.ThrowIfCancellationRequested();
        bool isDone = trimmer.Execute();
        ExitCode = trimmer.ExitCode;
        return isDone;
    }

    private TrimInputs? TryReadInputs(ToolTask trimmer, string tool, CancellationToken cancellation)
    {
        try
        {
            // How every ToolTask makes the response file of its tool.
            MethodInfo? response = trimmer.GetType().GetMethod(
                "GenerateResponseFileCommands", BindingFlags.Instance | BindingFlags.NonPublic);
            return response?.Invoke(trimmer, null) is string text
                && TrimmerCommand.TryParse(text, TaskEnvironment.ProjectDirectory) is { } command
                ? TrimInputs.Read(command, tool, Environment.ProcessorCount, cancellation)
                : null;
        }
        // The trimmer says what is wrong with its parameters or files when it is run.
        catch (Exception error) when (error is TargetInvocationException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Repeat(IReadOnlyList<TrimWarning> warnings)
    {
        foreach (TrimWarning w in warnings)
        {
            Log.LogWarning(w.Kind, w.Code, null, w.File, w.Line, w.Column, w.EndLine, w.EndColumn, "{0}", w.Message);
        }
    }
}
