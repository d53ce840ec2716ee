using Avocado.Testing;

namespace Avocado.Formats.Tests.Harness;

/// <summary>A theory that a foreign tool decides and that needs root; see <see cref="RootToolFactAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RootToolTheoryAttribute : TheoryAttribute
{
    public RootToolTheoryAttribute(params string[] tools) =>
        Skip = ForeignTool.WhyMissing(tools) ?? (Environment.IsPrivilegedProcess ? null : "needs root");
}
