using System.Reflection;
using Avocado.Images.Apps.Tools;
using Avocado.Images.Apps.Trimming;
using Avocado.Sdk.Tasks.Tools;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Avocado.Sdk.Tasks.Trimming;

/// <summary>.NET's trimmer behind a cache.</summary>
[MSBuildMultiThreadableTask]
public sealed partial class ILLink : CachedTool, IMultiThreadableTask
{
    /// <inheritdoc/>
    private protected override string TypeName => "ILLink.Tasks.ILLink";

    /// <inheritdoc/>
    private protected override string? Folder => OutputDirectory?.ItemSpec;

    /// <inheritdoc/>
    private protected override string AssemblyNear(string targets) =>
        Path.Combine(targets, "..", "tools", "net", "ILLink.Tasks.dll");

    /// <inheritdoc/>
    private protected override ToolInputs? ReadInputs(
        Func<ToolTask> create, string folder, CancellationToken cancellation)
    {
        // How every ToolTask makes the response file of its tool.
        ToolTask trimmer = create();
        MethodInfo? response = trimmer.GetType().GetMethod(
            "GenerateResponseFileCommands", BindingFlags.Instance | BindingFlags.NonPublic);
        return response?.Invoke(trimmer, null) is string text
            && TrimmerCommand.TryParse(text, TaskEnvironment.ProjectDirectory) is { } command
            ? TrimInputs.Read(command, folder, Environment.ProcessorCount, cancellation)
            : null;
    }

    /// <inheritdoc/>
    private protected override void TakeOutputs(ToolTask tool) => ExitCode = tool.ExitCode;
}
