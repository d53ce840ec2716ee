using System.Reflection;
using Avocado.Images.Apps.Tools;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Avocado.Sdk.Tasks.Tools;

/// <summary>A task's build engine that passes everything on and remembers warnings.</summary>
/// <remarks>A proxy, because the engine has some sixty members, and more with every version.</remarks>
internal class WarningRecorder : DispatchProxy
{
    private readonly List<ToolWarning> _warnings = [];
    private IBuildEngine? _engine;

    /// <summary>In the order in which they came.</summary>
    public IReadOnlyList<ToolWarning> Warnings
    {
        get
        {
            lock (_warnings)
            {
                return [.. _warnings];
            }
        }
    }

    /// <summary>Puts a recorder between a task and its engine.</summary>
    public static WarningRecorder Attach(ToolTask task)
    {
        IBuildEngine10 proxy = Create<IBuildEngine10, WarningRecorder>();
        var recorder = (WarningRecorder)proxy;
        recorder._engine = task.BuildEngine;
        task.BuildEngine = proxy;
        return recorder;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (args is [BuildWarningEventArgs warning])
        {
            lock (_warnings)
            {
                _warnings.Add(new ToolWarning(
                    warning.Code, warning.Subcategory, warning.File, warning.LineNumber, warning.ColumnNumber,
                    warning.EndLineNumber, warning.EndColumnNumber, warning.Message ?? "", warning.HelpLink));
            }
        }
        try
        {
            return targetMethod!.Invoke(_engine, args);
        }
        catch (TargetInvocationException error) when (error.InnerException is { } inner)
        {
            throw inner;
        }
    }
}
