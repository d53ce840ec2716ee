using Avocado.Testing;

namespace Avocado.Formats.Tests.Harness;

/// <summary>A fact that a foreign tool decides and that only root can ask; skipped by name elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RootToolFactAttribute : FactAttribute
{
    /// <param name="tools">Names of executables, or full paths of device nodes.</param>
    public RootToolFactAttribute(params string[] tools)
    {
        string? missing = tools.FirstOrDefault(t => t.StartsWith('/') && !File.Exists(t));
        Skip = missing is not null ? $"needs {missing}"
            : !Environment.IsPrivilegedProcess ? "needs root"
            : ForeignTool.WhyMissing([.. tools.Where(t => !t.StartsWith('/'))]);
    }
}
