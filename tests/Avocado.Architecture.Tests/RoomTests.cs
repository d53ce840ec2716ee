using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Avocado.Architecture.Tests;

/// <summary>Lower rooms know nothing of higher ones. The list is the table of rooms in the design.</summary>
public class RoomTests
{
    private const string Prefix = "Avocado.";

    /// <summary>What each room may use; a new room is added here, on purpose.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Avocado.Files"] = [],
        ["Avocado.Formats"] = ["Avocado.Files"],
        ["Avocado.Signing"] = ["Avocado.Files", "Avocado.Formats"],
        ["Avocado.Packages"] = ["Avocado.Files", "Avocado.Formats"],
        ["Avocado.Images"] = ["Avocado.Files", "Avocado.Formats", "Avocado.Signing", "Avocado.Packages"],
        ["Avocado.Assurance"] = ["Avocado.Files", "Avocado.Formats", "Avocado.Packages", "Avocado.Signing"],
        ["Avocado.Updates"] = ["Avocado.Files", "Avocado.Formats", "Avocado.Signing"],
        ["Avocado.Devices"] = ["Avocado.Files", "Avocado.Formats"],
        ["Avocado.Provisioning"] = ["Avocado.Files", "Avocado.Formats", "Avocado.Signing", "Avocado.Updates", "Avocado.Images"],
        ["Avocado.Agent"] = ["Avocado.Files", "Avocado.Formats", "Avocado.Updates"],
        ["Avocado.Sdk.Tasks"] = [AllRooms],
        ["Avocado.Cli"] = [AllRooms],
    };

    /// <summary>The edges may use every room, and no other edge.</summary>
    private const string AllRooms = "*";

    private static readonly string[] Edges = ["Avocado.Sdk.Tasks", "Avocado.Cli", "Avocado.Agent"];

    public static TheoryData<string> Projects => [.. Repository.Projects.Select(p => Path.GetFileNameWithoutExtension(p))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_room_references_only_the_rooms_below_it(string project)
    {
        Assert.True(Allowed.ContainsKey(project), $"{project} is no room of the design: add it to the list on purpose");
        string path = Repository.Projects.Single(p => Path.GetFileNameWithoutExtension(p) == project);
        IEnumerable<string> references = XDocument.Load(path).Descendants("ProjectReference")
            .Select(r => r.Attribute("Include")!.Value.Replace('\\', '/'))
            .Select(r => Path.GetFileNameWithoutExtension(r));
        Assert.All(references, r => Assert.True(MayUse(project, r), $"{project} must not use {r}"));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_compiled_room_uses_only_the_rooms_below_it(string project)
    {
        string assembly = Path.Combine(AppContext.BaseDirectory, AssemblyNameOf(project) + ".dll");
        Assert.True(File.Exists(assembly), $"{assembly} was not built");
        using var reader = new PEReader(File.OpenRead(assembly));
        MetadataReader metadata = reader.GetMetadataReader();
        string[] used = [.. metadata.AssemblyReferences
            .Select(h => metadata.GetString(metadata.GetAssemblyReference(h).Name))
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))];
        Assert.All(used, r => Assert.True(MayUse(project, r), $"{project} must not use {r}"));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Only_the_edges_know_MSBuild_and_the_console(string project)
    {
        string path = Repository.Projects.Single(p => Path.GetFileNameWithoutExtension(p) == project);
        string[] packages = [.. XDocument.Load(path).Descendants("PackageReference").Select(r => r.Attribute("Include")!.Value)];
        if (project != "Avocado.Sdk.Tasks")
        {
            Assert.DoesNotContain(packages, p => p.StartsWith("Microsoft.Build", StringComparison.Ordinal));
        }
        if (project != "Avocado.Cli")
        {
            Assert.DoesNotContain(packages, p => p.StartsWith("Spectre.", StringComparison.Ordinal)
                || p.StartsWith("System.CommandLine", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Namespaces_follow_folders()
    {
        Assert.All(Repository.SourceFiles, file =>
        {
            string? declared = File.ReadLines(file).FirstOrDefault(l => l.StartsWith("namespace ", StringComparison.Ordinal));
            if (declared is not null)
            {
                string folder = Path.GetDirectoryName(Repository.Relative(file))!.Replace('\\', '/');
                Assert.Equal($"namespace {folder["src/".Length..].Replace('/', '.')};", declared);
            }
        });
    }

    private static bool MayUse(string project, string other)
    {
        string room = other == "avocado" ? "Avocado.Cli" : other;
        return Allowed[project] is [AllRooms] ? !Edges.Contains(room) : Allowed[project].Contains(room);
    }

    private static string AssemblyNameOf(string project)
    {
        string path = Repository.Projects.Single(p => Path.GetFileNameWithoutExtension(p) == project);
        return XDocument.Load(path).Descendants("AssemblyName").FirstOrDefault()?.Value ?? project;
    }
}
