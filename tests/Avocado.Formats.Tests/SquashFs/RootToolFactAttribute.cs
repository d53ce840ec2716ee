using Avocado.Testing;

namespace Avocado.Formats.Tests.SquashFs;

/// <summary>A fact that a foreign tool decides and that needs root: owners and devices are extracted.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootToolFactAttribute : FactAttribute
{
    public RootToolFactAttribute(params string[] tools) =>
        Skip = ForeignTool.WhyMissing(tools) ?? (Environment.IsPrivilegedProcess ? null : "needs root");
}
