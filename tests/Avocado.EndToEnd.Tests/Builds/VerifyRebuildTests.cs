using Avocado.Testing;

namespace Avocado.EndToEnd.Tests.Builds;

/// <summary>The tool of the packed SDK proves the promise on a user's project.</summary>
[Collection(BuildTestGroup.Name)]
public sealed class VerifyRebuildTests(Bench bench)
{
    [Fact]
    public void The_sample_comes_out_the_same_in_surroundings_that_share_nothing()
    {
        using var copy = new SampleCopy(bench.Copy.Surroundings);
        string tool = Path.Combine(Repository.PackagesFolder, "avocado.sdk", "1.0.0", "tools", "cli", "avocado.dll");
        ToolResult result = ForeignTool.Try(
            "dotnet", copy.ProjectFolder, null, ["exec", tool, "verify", "rebuild", copy.ProjectFile]);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Contains($"the same bytes: {bench.Baseline.Stamps.Count} outputs", result.Output);
    }
}
