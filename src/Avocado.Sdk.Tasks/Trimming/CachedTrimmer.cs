using System.Reflection;
using Avocado.Images.Apps.Trimming;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Avocado.Sdk.Tasks.Trimming;

/// <summary>
/// .NET's trimmer behind a cache. What it would be told is read from the response file that it would get, so nothing
/// that a version of .NET passes to it can be forgotten. Without cache it is run as it is.
/// </summary>
internal sealed class CachedTrimmer(ToolTask trimmer, TrimmerSettings settings) : IGeneratedTask, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <inheritdoc/>
    public IBuildEngine BuildEngine
    {
        get => trimmer.BuildEngine;
        set => trimmer.BuildEngine = value;
    }

    /// <inheritdoc/>
    public ITaskHost HostObject
    {
        get => trimmer.HostObject;
        set => trimmer.HostObject = value;
    }

    /// <inheritdoc/>
    public void SetPropertyValue(TaskPropertyInfo property, object value) =>
        Property(property.Name).SetValue(trimmer, value);

    /// <inheritdoc/>
    public object? GetPropertyValue(TaskPropertyInfo property) => Property(property.Name).GetValue(trimmer);

    /// <inheritdoc/>
    public void Cancel()
    {
        _cancellation.Cancel();
        trimmer.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose() => _cancellation.Dispose();

    /// <inheritdoc/>
    public bool Execute()
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
        if (settings.Cache is not { } cache || TryReadInputs(cancellation) is not { } inputs)
        {
            trimmer.Log.LogMessage(MessageImportance.Low, "this app is trimmed without a cache");
            return trimmer.Execute();
        }
        using var apps = new TrimmedApps(cache, note => trimmer.Log.LogMessage(MessageImportance.High, "{0}", note));
        if (await apps.TryFetchAsync(inputs, cancellation).ConfigureAwait(false) is { } warnings)
        {
            trimmer.Log.LogMessage(MessageImportance.Normal, "the trimmed app is in the cache: {0}", inputs.Key.Digest);
            foreach (TrimWarning w in warnings)
            {
                trimmer.Log.LogWarning(
                    w.Kind, w.Code, null, w.File, w.Line, w.Column, w.EndLine, w.EndColumn, "{0}", w.Message);
            }
            return true;
        }
        WarningRecorder recorder = WarningRecorder.Attach(trimmer);
        bool isDone = trimmer.Execute();
        if (isDone && trimmer.ExitCode == 0)
        {
            await apps.StoreAsync(inputs, recorder.Warnings, cancellation).ConfigureAwait(false);
        }
        return isDone;
    }

    private TrimInputs? TryReadInputs(CancellationToken cancellation)
    {
        try
        {
            // What ToolTask gives its tools; a tool that has more than that is none that is known here.
            MethodInfo? response = trimmer.GetType().GetMethod(
                "GenerateResponseFileCommands", BindingFlags.Instance | BindingFlags.NonPublic);
            return trimmer.EnvironmentVariables is not { Length: > 0 }
                && response?.Invoke(trimmer, null) is string text
                && TrimmerCommand.TryParse(text) is { } command
                ? TrimInputs.Read(
                    command, Path.GetDirectoryName(settings.Assembly)!, Environment.ProcessorCount, cancellation)
                : null;
        }
        // The trimmer says what is wrong with its parameters or files when it is run.
        catch (Exception error) when (error is TargetInvocationException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private PropertyInfo Property(string name) => trimmer.GetType().GetProperty(name)!;
}
