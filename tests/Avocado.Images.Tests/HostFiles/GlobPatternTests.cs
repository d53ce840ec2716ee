using Avocado.Images.HostFiles;

namespace Avocado.Images.Tests.HostFiles;

public class GlobPatternTests
{
    [Theory]
    [InlineData("usr/bin/*", "/usr/bin/tool", true)]
    [InlineData("usr/bin/*", "/usr/bin/sub/tool", false)]
    [InlineData("usr/bin/*", "/usr/bin", false)]
    [InlineData("**", "/usr/bin/tool", true)]
    [InlineData("**/*.sh", "/a.sh", true)]
    [InlineData("**/*.sh", "/a/b/c.sh", true)]
    [InlineData("a/**/b", "/a/b", true)]
    [InlineData("a/**/b", "/a/x/y/b", true)]
    [InlineData("a/**/b", "/a/x/y/c", false)]
    [InlineData("a/**", "/ab", false)]
    [InlineData("?.txt", "/a.txt", true)]
    [InlineData("?.txt", "/ab.txt", false)]
    [InlineData("*.TXT", "/a.txt", false)]
    [InlineData("a*b*c", "/aXbYbZc", true)]
    [InlineData("", "/a", false)]
    public void A_pattern_matches_whole_paths(string pattern, string path, bool matches)
    {
        Assert.Equal(matches, new GlobPattern(pattern).Matches(path));
    }

    [Fact]
    public void A_hostile_pattern_takes_no_more_than_its_length_times_the_paths()
    {
        string names = string.Join('/', Enumerable.Repeat(new string('a', 200), 20));
        string stars = string.Concat(Enumerable.Repeat("*a", 100)) + "b";
        Assert.False(new GlobPattern(string.Join('/', Enumerable.Repeat("**", 500)) + "/" + stars).Matches(names));
    }
}
