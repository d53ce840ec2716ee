using System.Globalization;
using System.Text.RegularExpressions;
using Avocado.Files.Diagnostics;

namespace Avocado.Architecture.Tests;

/// <summary>Every expected failure has a code of its own that is documented and used as it is declared.</summary>
public partial class CodeTests
{
    public static TheoryData<string> Ids => [.. Codes.All.Select(c => c.Id)];

    [Fact]
    public void A_number_is_given_once()
    {
        Assert.Equal(Codes.All.Count, Codes.All.Select(c => c.Id).Distinct().Count());
        Assert.True(Codes.All.Count > 20);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_code_says_what_is_wrong_and_what_to_do(string id)
    {
        DiagnosticCode code = Codes.All.Single(c => c.Id == id);
        Assert.Matches("^AVO[0-9]{4}$", code.Id);
        Assert.False(string.IsNullOrWhiteSpace(code.Cause));
        Assert.False(string.IsNullOrWhiteSpace(code.Remedy));
        Assert.EndsWith(".", code.Cause);
        Assert.EndsWith(".", code.Remedy);
        Assert.DoesNotContain(code.Format + code.Cause + code.Remedy, char.IsControl);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_message_has_its_arguments_without_a_gap(string id)
    {
        DiagnosticCode code = Codes.All.Single(c => c.Id == id);
        int[] used = Placeholders(code);
        Assert.Equal(Enumerable.Range(0, used.Length), used);
        string message = code.Message([.. used.Select(i => (object)$"<{i}>")]);
        Assert.All(used, i => Assert.Contains($"<{i}>", message));
    }

    [Fact]
    public void Every_use_of_a_code_gives_as_many_arguments_as_its_message_has()
    {
        Dictionary<string, DiagnosticCode> byName = typeof(Codes).GetFields()
            .ToDictionary(f => f.Name, f => (DiagnosticCode)f.GetValue(null)!);
        int seen = 0;
        foreach (string file in Repository.SourceFiles)
        {
            string text = File.ReadAllText(file);
            foreach (Match use in Use().Matches(text))
            {
                Assert.True(byName.TryGetValue(use.Groups["code"].Value, out DiagnosticCode? code),
                    $"{Repository.Relative(file)}: {use.Value}");
                int skip = use.Groups["method"].Value == "ErrorAt" ? 1 : 0;
                if (SourceArguments.Count(text, use.Index + use.Length) is { } count)
                {
                    seen++;
                    Assert.True(Placeholders(code).Length == count - skip,
                        $"{Repository.Relative(file)}: {use.Value} has {count - skip} arguments for \"{code.Format}\"");
                }
            }
        }
        Assert.True(seen > 20);
    }

    [Fact]
    public void Every_code_is_used()
    {
        string source = string.Concat(Repository.SourceFiles.Select(File.ReadAllText));
        // MSBuild targets name codes by their numbers.
        string targets = string.Concat(Repository.Files("sdk").Select(File.ReadAllText));
        Assert.All(typeof(Codes).GetFields(), f =>
        {
            string id = ((DiagnosticCode)f.GetValue(null)!).Id;
            bool isUsed = Regex.IsMatch(source, $@"\bCodes\.{f.Name}\b")
                || targets.Contains(id, StringComparison.Ordinal);
            Assert.True(isUsed, $"{f.Name} ({id}) is used nowhere");
        });
    }

    [Fact]
    public void Codes_of_a_room_are_in_its_hundred()
    {
        // One file for each room; the first code of a file fixes its hundreds.
        Assert.All(Repository.SourceFiles.Where(f => Path.GetFileName(f).StartsWith("Codes.", StringComparison.Ordinal)),
            file =>
            {
                string[] hundreds = [.. Number().Matches(File.ReadAllText(file))
                    .Select(m => m.Groups["hundred"].Value).Distinct()];
                Assert.True(hundreds.Length <= 1, $"{Repository.Relative(file)} has {string.Join(", ", hundreds)}");
            });
    }

    private static int[] Placeholders(DiagnosticCode code) =>
        [.. Placeholder().Matches(code.Format).Select(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture))
            .Distinct().Order()];

    [GeneratedRegex(@"\{(\d+)[^}]*\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\bCodes\.(?<code>\w+)\s*\.(?<method>Error|ErrorAt|Message)\(")]
    private static partial Regex Use();

    [GeneratedRegex("\"AVO(?<hundred>[0-9]{2})[0-9]{2}\"")]
    private static partial Regex Number();
}
