using Avocado.Testing;

namespace Avocado.Formats.Tests.Harness;

/// <summary>
/// A fact that a systemd-dissect decides which can validate images without loop devices (systemd 254).
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DissectFactAttribute : FactAttribute
{
    private const string Tool = "systemd-dissect";

    /// <param name="tools">Names of further executables.</param>
    public DissectFactAttribute(params string[] tools) => Skip = ForeignTool.WhyMissing([Tool, .. tools])
        ?? (ForeignTool.Try(Tool, "--help").Output.Contains("--validate", StringComparison.Ordinal)
            ? null
            : $"needs a {Tool} with --validate");
}
