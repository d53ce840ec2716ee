using System.Reflection;
using System.Runtime.CompilerServices;
using Avocado.Images.Apps.Tools;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using MSBuildTask = Microsoft.Build.Utilities.Task;

namespace Avocado.Sdk.Tasks.Tools;

/// <summary>
/// Stands in for one of .NET's own tasks where apps are published for a device: that task, behind a cache. What decides
/// its result is read from what it would tell its tool, so that nothing that it looks at can be forgotten. Whatever is
/// not known, or goes wrong with the cache, makes it run as it is.
/// </summary>
/// <remarks>What is not given is not passed on: to that task it is something else than a default.</remarks>
public abstract class CachedTool : MSBuildTask, ICancelableTask, IDisposable
{
    private readonly Dictionary<string, object?> _given = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _cancellation = new();
    private volatile ToolTask? _running;

    /// <summary>The folder that relative paths start from, and the environment.</summary>
    public TaskEnvironment TaskEnvironment { get; set; } = TaskEnvironment.Fallback;

    /// <summary>Full name of .NET's own task.</summary>
    private protected abstract string TypeName { get; }

    /// <summary>The folder that its cache is registered by; null when it has none.</summary>
    private protected abstract string? Folder { get; }

    /// <inheritdoc/>
    public void Cancel()
    {
        _cancellation.Cancel();
        _running?.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cancellation.Dispose();
        GC.SuppressFinalize(this);
    }

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

    /// <summary>Where the targets that call this have the task's assembly.</summary>
    /// <param name="targets">Full path of the folder of the targets.</param>
    private protected abstract string AssemblyNear(string targets);

    /// <summary>What decides the result; null when not everything that does is known.</summary>
    /// <param name="create">Makes .NET's own task with all parameters.</param>
    /// <param name="folder">The folder that its assembly lies in.</param>
    /// <exception cref="TargetInvocationException">The task cannot say it.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file cannot be read.</exception>
    private protected abstract ToolInputs? ReadInputs(
        Func<ToolTask> create, string folder, CancellationToken cancellation);

    /// <summary>Takes the outputs of .NET's own task.</summary>
    private protected virtual void TakeOutputs(ToolTask tool)
    {
    }

    /// <summary>The value of a parameter.</summary>
    private protected T? Get<T>([CallerMemberName] string name = "") =>
        _given.TryGetValue(name, out object? value) ? (T?)value : default;

    /// <summary>Sets a parameter.</summary>
    private protected void Set(object? value, [CallerMemberName] string name = "") => _given[name] = value;

    private async Task<bool> ExecuteAsync(CancellationToken cancellation)
    {
        RegisteredCache? cache = Folder is { Length: > 0 } registered
            ? RegisteredCache.Find(BuildEngine4, Path.GetFullPath(TaskEnvironment.GetAbsolutePath(registered)))
            : null;
        string assembly = cache?.Assembly
            ?? Path.GetFullPath(AssemblyNear(Path.GetDirectoryName(BuildEngine.ProjectFileOfTaskNode)!));
        if (cache?.Settings is not { } settings
            || TryReadInputs(() => Create(assembly), Path.GetDirectoryName(assembly)!, cancellation) is not { } inputs)
        {
            Log.LogMessage(MessageImportance.Low, "{0} runs without a cache", GetType().Name);
            return Run(Create(assembly));
        }
        using var tools = new ToolCache(settings, note => Log.LogMessage(MessageImportance.High, "{0}", note));
        if (await tools.TryFetchAsync(inputs, cancellation).ConfigureAwait(false) is { } warnings)
        {
            Log.LogMessage(
                MessageImportance.Normal, "the result of {0} is in the cache: {1}", GetType().Name, inputs.Key.Digest);
            Repeat(warnings);
            return !Log.HasLoggedErrors;
        }
        ToolTask tool = Create(assembly);
        WarningRecorder recorder = WarningRecorder.Attach(tool);
        bool isDone = Run(tool);
        // Not kept is no fault of the app's: the next build runs the tool once more.
        if (isDone && tool.ExitCode == 0
            && !await tools.StoreAsync(inputs, recorder.Warnings, cancellation).ConfigureAwait(false))
        {
            Log.LogMessage(MessageImportance.Low, "the result of {0} is not kept in the cache", GetType().Name);
        }
        return isDone;
    }

    private ToolTask Create(string assembly)
    {
        Type type = ToolLoadContext.Load(assembly).GetType(TypeName, throwOnError: true)!;
        var tool = (ToolTask)Activator.CreateInstance(type)!;
        tool.BuildEngine = BuildEngine;
        tool.HostObject = HostObject;
        tool.TaskEnvironment = TaskEnvironment;
        foreach ((string name, object? value) in _given)
        {
            type.GetProperty(name)!.SetValue(tool, value);
        }
        return tool;
    }

    private bool Run(ToolTask tool)
    {
        _running = tool;
        _cancellation.Token.ThrowIfCancellationRequested();
        bool isDone = tool.Execute();
        TakeOutputs(tool);
        return isDone;
    }

    private ToolInputs? TryReadInputs(Func<ToolTask> create, string folder, CancellationToken cancellation)
    {
        try
        {
            return ReadInputs(create, folder, cancellation);
        }
        // The tool says what is wrong with its parameters or files when it is run.
        catch (Exception error) when (error is TargetInvocationException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Repeat(IReadOnlyList<ToolWarning> warnings)
    {
        foreach (ToolWarning w in warnings)
        {
            Log.LogWarning(
                w.Kind, w.Code, null, w.HelpLink, w.File, w.Line, w.Column, w.EndLine, w.EndColumn, "{0}", w.Message);
        }
    }
}
