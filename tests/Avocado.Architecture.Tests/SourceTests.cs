using System.Text.RegularExpressions;

namespace Avocado.Architecture.Tests;

/// <summary>House rules that a machine can check.</summary>
public partial class SourceTests
{
    private const int MaxLines = 400;

    /// <summary>Written in two parts each: this file follows its own rule.</summary>
    private static readonly string[] RegistryHosts =
    [
        "debian" + ".org", "ubuntu" + ".com", "nuget" + ".org", "npmjs" + ".org", "npmjs" + ".com",
        "packages." + "microsoft.com", "pkgs.dev." + "azure.com",
    ];

    private static readonly string[] TextEndings =
        [".cs", ".csproj", ".props", ".targets", ".json", ".xml", ".config", ".md", ".yml", ".yaml", ".sh", ".sln", ".slnf"];

    [Fact]
    public void No_file_is_longer_than_a_reader_can_hold()
    {
        Assert.All(Repository.SourceFiles, f => Assert.True(
            File.ReadLines(f).Count() <= MaxLines, $"{Repository.Relative(f)} has more than {MaxLines} lines"));
    }

    [Fact]
    public void A_file_has_one_public_type_and_its_name()
    {
        Assert.All(Repository.SourceFiles, file =>
        {
            string[] types = [.. File.ReadLines(file).Select(l => PublicType().Match(l)).Where(m => m.Success)
                .Select(m => m.Groups["name"].Value)];
            Assert.True(types.Length <= 1, $"{Repository.Relative(file)} has {string.Join(", ", types)}");
            string name = Path.GetFileName(file);
            Assert.All(types, t => Assert.True(
                name == t + ".cs" || name.StartsWith(t + ".", StringComparison.Ordinal),
                $"{Repository.Relative(file)} holds {t}"));
        });
    }

    [Fact]
    public void No_file_names_the_host_of_a_package_registry()
    {
        IEnumerable<string> files = ((string[])["src", "sdk", "tests", "templates", "samples", "docs", ".ci"])
            .SelectMany(Repository.Files)
            .Concat(Directory.GetFiles(Repository.Root))
            .Where(f => TextEndings.Contains(Path.GetExtension(f)));
        Assert.All(files, file =>
        {
            string text = File.ReadAllText(file);
            Assert.All(RegistryHosts, h => Assert.False(
                text.Contains(h, StringComparison.OrdinalIgnoreCase), $"{Repository.Relative(file)} names {h}"));
        });
    }

    [Fact]
    public void Nothing_is_left_to_be_done()
    {
        // In two parts for the same reason as the hosts.
        string[] words = ["TO" + "DO", "FIX" + "ME", "NotImplemented" + "Exception", "HA" + "CK"];
        Assert.All(Repository.SourceFiles, file =>
        {
            string text = File.ReadAllText(file);
            Assert.All(words, w => Assert.False(
                Regex.IsMatch(text, $@"\b{w}\b"), $"{Repository.Relative(file)} has {w}"));
        });
    }

    [Fact]
    public void Nothing_hides_in_regions()
    {
        Assert.All(Repository.SourceFiles, file => Assert.DoesNotContain(
            File.ReadLines(file), l => l.TrimStart().StartsWith("#region", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"^public (?:(?:static|sealed|abstract|partial|readonly|ref|unsafe) )*"
        + @"(?:class|struct|interface|enum|delegate \S+|record struct|record class|record) (?<name>\w+)")]
    private static partial Regex PublicType();
}
