using System.Reflection;
using Microsoft.Build.Framework;

namespace Avocado.Sdk.Tasks.Tools;

/// <summary>A task's build engine that tells nobody anything, for a task that is only asked.</summary>
internal class SilentEngine : DispatchProxy
{
    private IBuildEngine? _engine;

    /// <summary>The engine without its log.</summary>
    public static IBuildEngine Around(IBuildEngine engine)
    {
        IBuildEngine10 proxy = Create<IBuildEngine10, SilentEngine>();
        ((SilentEngine)proxy)._engine = engine;
        return proxy;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (args is [BuildEventArgs])
        {
            return null;
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
