using System.Text;
using Avocado.Packages.Debian;
using Avocado.Testing;

namespace Avocado.Packages.Tests.Debian;

public class DebianVersionTests
{
    [Theory]
    [InlineData("1.0~rc1", "1.0")]
    [InlineData("1.0", "1.0-1")]
    [InlineData("1.0-1", "1.0-1+b1")]
    [InlineData("9", "10")]
    [InlineData("2.9", "1:0.1")]
    [InlineData("1.0a", "1.0+")]
    [InlineData("1.0~~", "1.0~")]
    [InlineData("257.13-1~deb13u1", "257.13-1")]
    public void The_first_is_earlier(string first, string second)
    {
        Assert.True(new DebianVersion(first) < new DebianVersion(second));
        Assert.True(new DebianVersion(second) > new DebianVersion(first));
    }

    [Theory]
    [InlineData("1.0", "1.0-0")]
    [InlineData("0:1.0", "1.0")]
    [InlineData("1.01", "1.1")]
    public void Two_spellings_of_one_version_compare_as_equal(string first, string second) =>
        Assert.Equal(0, new DebianVersion(first).CompareTo(new DebianVersion(second)));

    [ToolFact("dpkg", "sh")]
    public void The_order_is_that_of_dpkg()
    {
        var random = new Random(13);
        (string A, string B)[] pairs = [.. Enumerable.Range(0, 400).Select(_ => (Random(random), Random(random)))];
        var script = new StringBuilder();
        foreach ((string a, string b) in pairs)
        {
            script.Append($"if dpkg --compare-versions '{a}' lt '{b}'; then echo -1; ")
                .Append($"elif dpkg --compare-versions '{a}' eq '{b}'; then echo 0; else echo 1; fi\n");
        }
        string[] answers = ForeignTool.Run("sh", "-c", script.ToString()).Output.Split('\n');
        for (int i = 0; i < pairs.Length; i++)
        {
            int ours = Math.Sign(new DebianVersion(pairs[i].A).CompareTo(new DebianVersion(pairs[i].B)));
            Assert.True(answers[i] == ours.ToString(), $"{pairs[i]}: dpkg says {answers[i]}, we say {ours}");
        }
    }

    [Theory]
    [InlineData("1.0", true)]
    [InlineData("1:2.3-4~5", true)]
    [InlineData("", false)]
    [InlineData("a:1", false)]
    [InlineData(":1", false)]
    [InlineData("1.0-", false)]
    [InlineData("1 0", false)]
    [InlineData("1:", false)]
    public void Only_versions_are_valid(string text, bool valid) => Assert.Equal(valid, DebianVersion.IsValid(text));

    /// <summary>Short words over few letters, so that equal and nearly equal ones are common.</summary>
    private static string Random(Random random)
    {
        string Word(string letters, int max) => string.Concat(
            Enumerable.Range(0, random.Next(1, max)).Select(_ => letters[random.Next(letters.Length)]));
        string version = random.Next(10) + Word("0019a.+~", 6);
        version = random.Next(4) == 0 ? random.Next(2) + ":" + version : version;
        return random.Next(2) == 0 ? version + "-" + Word("019b~+", 4) : version;
    }
}
