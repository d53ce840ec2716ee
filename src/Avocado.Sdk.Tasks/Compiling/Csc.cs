using Avocado.Images.Apps.Compiling;
using Avocado.Images.Apps.Tools;
using Avocado.Sdk.Tasks.Tools;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Avocado.Sdk.Tasks.Compiling;

/// <summary>.NET's C# compiler behind a cache.</summary>
/// <remarks>
/// .NET's own task reads the process's current folder, so neither is for builds with several projects in one process:
/// MSBuild gives it a process of its own there, which knows of no cache.
/// </remarks>
public sealed partial class Csc : CachedTool
{
    /// <inheritdoc/>
    private protected override string TypeName => "Microsoft.CodeAnalysis.BuildTasks.Csc";

    /// <inheritdoc/>
    private protected override string? Folder => IsPlain ? TaskEnvironment.ProjectDirectory : null;

    // With a compiler or an environment of its own, or nothing to be compiled, it is not looked into.
    private bool IsPlain => !SkipCompilerExecution
        && string.IsNullOrEmpty(ToolExe) && string.IsNullOrEmpty(ToolPath) && EnvironmentVariables is null or [];

    /// <inheritdoc/>
    private protected override string AssemblyNear(string targets)
    {
        const string Name = "Microsoft.Build.Tasks.CodeAnalysis.dll";
        string beside = Path.Combine(targets, Name);
        // Other targets than .NET's for C# may call it too.
        return File.Exists(beside)
            ? beside
            : Path.Combine(Path.GetDirectoryName(typeof(ToolTask).Assembly.Location)!, "Roslyn", Name);
    }

    /// <inheritdoc/>
    private protected override ToolInputs? ReadInputs(
        Func<ToolTask> create, string folder, CancellationToken cancellation)
    {
        string project = TaskEnvironment.ProjectDirectory;
        ToolTask compiler = create();
        compiler.BuildEngine = SilentEngine.Around(BuildEngine);
        Type type = compiler.GetType();
        type.GetProperty(nameof(SkipCompilerExecution))!.SetValue(compiler, true);
        type.GetProperty(nameof(ProvideCommandLineArgs))!.SetValue(compiler, true);
        if (!compiler.Execute()
            || type.GetProperty(nameof(CommandLineArgs))!.GetValue(compiler) is not ITaskItem[] arguments
            // The compiler starts where the process is, and finds another name for the folder behind a link.
            || Path.TrimEndingDirectorySeparator(project) != Directory.GetCurrentDirectory())
        {
            return null;
        }
        CommandLineArgs = ProvideCommandLineArgs ? arguments : null;
        return CompilerInputs.TryRead(
            arguments.Select(Text), project, Path.Combine(folder, "bincore"), Environment.ProcessorCount, cancellation);
    }

    /// <inheritdoc/>
    private protected override void TakeOutputs(ToolTask tool)
    {
        Type type = tool.GetType();
        CommandLineArgs = type.GetProperty(nameof(CommandLineArgs))!.GetValue(tool) as ITaskItem[];
        OutputAssembly = type.GetProperty(nameof(OutputAssembly))!.GetValue(tool) as ITaskItem;
        OutputRefAssembly = type.GetProperty(nameof(OutputRefAssembly))!.GetValue(tool) as ITaskItem;
        ExitCode = tool.ExitCode;
    }

    // What was put in: an item takes what looks escaped for that.
    private static string Text(ITaskItem argument) =>
        argument is ITaskItem2 item ? item.EvaluatedIncludeEscaped : argument.ItemSpec;
}
