using System.Text.RegularExpressions;
using System.Xml.Linq;
using Avocado.Files.Diagnostics;
using Avocado.Sdk.Tasks;
using Avocado.Sdk.Tasks.Reading;
using Microsoft.Build.Execution;

namespace Avocado.Sdk.Tests;

public sealed partial class NameTests
{
    // MSBuild's well-known item metadata: %(Extension) and its like mean something else already.
    private static readonly string[] s_wellKnownMetadata =
    [
        "FullPath", "RootDir", "Filename", "Extension", "RelativeDir", "Directory", "RecursiveDir", "Identity",
        "ModifiedTime", "CreatedTime", "AccessedTime", "DefiningProjectFullPath", "DefiningProjectDirectory",
        "DefiningProjectName", "DefiningProjectExtension", "OriginalItemSpec", "MSBuildSourceProjectFile",
        "MSBuildSourceTargetName",
    ];

    [Fact]
    public void No_public_name_is_reserved_by_MSBuild()
    {
        string properties = string.Concat(PublicProperty.All
            .Where(p => p.Name != "Boards").Select(p => $"<{p.Name}>x</{p.Name}>"));
        string items = string.Concat(PublicItem.All.Select(i =>
            $"<{i.Name} Include=\"x\">" + string.Concat(i.Metadata.Select(m => $"<{m.Name}>y</{m.Name}>")) +
            $"</{i.Name}>"));
        using var project = new TestProject($"""
            <PropertyGroup><Boards>x86_64-uefi</Boards>{properties}</PropertyGroup>
            <ItemGroup>{items}</ItemGroup>
            """);

        // MSBuild refuses reserved names when it reads them (MSB4004, MSB4066, MSB4118).
        ProjectInstance instance = project.Evaluate();

        Assert.All(PublicProperty.All.Where(p => p.Name != "Boards"),
            p => Assert.Equal("x", instance.GetPropertyValue(p.Name)));
        Assert.All(PublicItem.All, i => Assert.All(i.Metadata,
            m => Assert.Equal("y", instance.GetItems(i.Name).Last().GetMetadataValue(m.Name))));
        Assert.Empty(PublicItem.All.SelectMany(i => i.Metadata).Select(m => m.Name)
            .Intersect(s_wellKnownMetadata, StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public void The_IDE_is_offered_every_public_item()
    {
        using var project = new TestProject(Reading.Minimal);
        string[] offered = [.. project.Evaluate().GetItems("AvailableItemName").Select(i => i.EvaluatedInclude)];

        // ProjectReference is everybody's: Visual Studio offers it in a place of its own.
        Assert.Empty(PublicItem.All.Select(i => i.Name).Except([.. offered, "ProjectReference"]));
    }

    [Fact]
    public void Both_tasks_get_the_same_board_and_packages()
    {
        XElement resolve = ProjectParameters.Call("Avocado.Restore.targets", nameof(ResolveImagePackages));
        XElement build = ProjectParameters.Call("Avocado.Image.targets", nameof(BuildDeviceImage));
        string[] shared = [.. typeof(PackageTask).GetProperties()
            .Where(p => p.DeclaringType == typeof(PackageTask) || p.DeclaringType == typeof(ImageTask))
            .Where(p => p.Name != nameof(ImageTask.TaskEnvironment))
            .Select(p => p.Name)];

        Assert.All(shared, name =>
        {
            Assert.NotNull(resolve.Attribute(name));
            Assert.Equal(resolve.Attribute(name)!.Value, build.Attribute(name)?.Value);
        });
    }

    [Fact]
    public void Every_code_in_a_targets_file_is_in_the_table_and_says_the_same()
    {
        foreach (string file in Directory.EnumerateFiles(Repository.At("sdk", "targets")))
        {
            foreach (XElement error in XDocument.Load(file).Descendants().Where(e => e.Name.LocalName == "Error"))
            {
                DiagnosticCode code = Codes.All.Single(c => c.Id == error.Attribute("Code")!.Value);
                string pattern = "^" + Placeholder().Replace(Regex.Escape(code.Format), ".+") + "$";
                Assert.Matches(pattern, error.Attribute("Text")!.Value);
                Assert.EndsWith("#" + code.Id.ToLowerInvariant(), error.Attribute("HelpLink")!.Value,
                    StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Codes_are_unique_and_say_what_to_do()
    {
        Assert.Equal(Codes.All.Count, Codes.All.Select(c => c.Id).Distinct().Count());
        Assert.All(Codes.All, c => Assert.Matches("^AVO[0-9]{4}$", c.Id));
        Assert.All(Codes.All, c => Assert.NotEmpty(c.Remedy));
    }

    // Regex.Escape writes "{0}" as "\{0}".
    [GeneratedRegex(@"\\\{[0-9]\}")]
    private static partial Regex Placeholder();
}
