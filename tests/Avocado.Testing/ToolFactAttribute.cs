using Xunit;

namespace Avocado.Testing;

/// <summary>
/// A fact that a foreign tool decides. Where a tool is absent the test is reported as skipped, with the Debian
/// packages that have it; the project's CI installs all of them.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolFactAttribute : FactAttribute
{
    /// <param name="tools">Names of executables that must be on the path (or in sbin).</param>
    public ToolFactAttribute(params string[] tools) => Skip = ForeignTool.WhyMissing(tools);
}
