using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Avocado.Sdk.Tests;

/// <summary>What the files at the root of the repository promise each other.</summary>
public sealed partial class RepositoryTests
{
    [Fact]
    public void The_samples_name_the_version_that_the_repository_packs()
    {
        using JsonDocument global = JsonDocument.Parse(File.ReadAllText(Repository.At("global.json")));
        string version = XDocument.Load(Repository.At("Directory.Build.props")).Descendants("VersionPrefix").Single().Value;

        Assert.Equal(version, global.RootElement.GetProperty("msbuild-sdks").GetProperty("Avocado.Sdk").GetString());
    }

    [Fact]
    public void The_core_filter_has_every_room_and_no_sample()
    {
        using JsonDocument filter = JsonDocument.Parse(File.ReadAllText(Repository.At("Avocado.Core.slnf")));
        string[] core = [.. filter.RootElement.GetProperty("solution").GetProperty("projects").EnumerateArray()
            .Select(p => p.GetString()!.Replace('\\', '/'))];
        string[] rooms = [.. SolutionProjects().Where(p => p.StartsWith("src/", StringComparison.Ordinal))];

        Assert.NotEmpty(rooms);
        Assert.Empty(rooms.Except(core));
        Assert.DoesNotContain(core, p => p.StartsWith("samples/", StringComparison.Ordinal));
    }

    [Fact]
    public void Samples_are_built_in_Debug_only()
    {
        string solution = File.ReadAllText(Repository.At("Avocado.Sdk.sln"));
        MatchCollection samples = SampleIds().Matches(solution);

        Assert.NotEmpty(samples);
        Assert.All(samples, sample =>
        {
            string id = sample.Groups[1].Value;
            Assert.Contains($"{id}.Debug|Any CPU.Build.0", solution, StringComparison.Ordinal);
            Assert.DoesNotContain($"{id}.Release|Any CPU.Build.0", solution, StringComparison.Ordinal);
        });
    }

    private static IEnumerable<string> SolutionProjects() =>
        ProjectPaths().Matches(File.ReadAllText(Repository.At("Avocado.Sdk.sln")))
            .Select(m => m.Groups[1].Value.Replace('\\', '/'));

    [GeneratedRegex("\"([^\"]+\\.csproj)\"")]
    private static partial Regex ProjectPaths();

    [GeneratedRegex(@"""samples\\[^""]+\.csproj"", ""(\{[^}]+\})""")]
    private static partial Regex SampleIds();
}
