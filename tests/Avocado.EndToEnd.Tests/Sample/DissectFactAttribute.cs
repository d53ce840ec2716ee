using Avocado.Testing;

namespace Avocado.EndToEnd.Tests.Sample;

/// <summary>A fact that systemd-dissect decides, where it is new enough to know image policies.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DissectFactAttribute : FactAttribute
{
    private const string Tool = "systemd-dissect", Option = "--validate";

    public DissectFactAttribute() => Skip = ForeignTool.WhyMissing(Tool)
        ?? (ForeignTool.Try(Tool, "--help").Output.Contains(Option, StringComparison.Ordinal)
            ? null
            : $"needs {Tool} with {Option} (systemd 254 or later)");
}
