using Avocado.Testing;

namespace Avocado.EndToEnd.Tests.Builds;

/// <summary>A fact about a build that has no network; skipped where the kernel gives this user no such thing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NoNetworkFactAttribute : FactAttribute
{
    /// <param name="tools">Names of executables that the test needs besides.</param>
    public NoNetworkFactAttribute(params string[] tools) =>
        Skip = ForeignTool.WhyMissing([.. tools, "unshare"]) ?? WhyNot();

    private static string? WhyNot()
    {
        string[] command = [.. new Surroundings { WithoutNetwork = true }.Wrap(["true"])];
        return ForeignTool.Try(command[0], command[1..]).ExitCode == 0
            ? null
            : "needs the right to make a network namespace (unshare)";
    }
}
