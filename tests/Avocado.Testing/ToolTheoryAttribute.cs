using Xunit;

namespace Avocado.Testing;

/// <summary>A theory that a foreign tool decides; see <see cref="ToolFactAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolTheoryAttribute : TheoryAttribute
{
    /// <param name="tools">Names of executables that must be on the path (or in sbin).</param>
    public ToolTheoryAttribute(params string[] tools) => Skip = ForeignTool.WhyMissing(tools);
}
