using System.Collections.Immutable;
using Avocado.Files.Diagnostics;
using Avocado.Packages.Debian;

namespace Avocado.Packages.Tests.Debian;

public class RelationParserTests
{
    [Fact]
    public void Groups_alternatives_versions_and_qualifiers_are_read()
    {
        ImmutableArray<Dependency> all = RelationParser.ParseDependencies(
            "libc6 (>= 2.41), debconf (>= 0.5) | debconf-2.0,\n python3:any (<<3.14~), ", DependencyKind.Depends);
        Assert.Equal(
            ["libc6 (>= 2.41)", "debconf (>= 0.5) | debconf-2.0", "python3:any (<< 3.14~)"],
            all.Select(d => d.ToString()));
    }

    [Fact]
    public void The_old_signs_include_equality()
    {
        PackageRelation relation = RelationParser.ParseRelations("a1 (< 2)")[0];
        Assert.True(relation.Accepts(new DebianVersion("2")));
        Assert.False(relation.Accepts(new DebianVersion("2.1")));
    }

    [Fact]
    public void A_provided_name_without_version_meets_no_version()
    {
        PackageRelation wanted = RelationParser.ParseRelations("mail (>= 1)")[0];
        Assert.False(wanted.AcceptsProvided(new PackageRelation("mail")));
        Assert.True(wanted.AcceptsProvided(RelationParser.ParseRelations("mail (= 2)")[0]));
        Assert.True(new PackageRelation("mail").AcceptsProvided(new PackageRelation("mail")));
    }

    [Theory]
    [InlineData("a|b c")]
    [InlineData("libc6 (2.0)")]
    [InlineData("libc6 (>= )")]
    [InlineData("libc6 (>= 1")]
    [InlineData("libc6 (=> 1)")]
    [InlineData("lib c6")]
    [InlineData("libc6 [amd64]")]
    [InlineData("libc6: (= 1)")]
    [InlineData("../x")]
    [InlineData("aa,,$")]
    public void What_does_not_follow_the_syntax_is_refused(string text) =>
        Assert.Throws<DamagedFormatException>(() => RelationParser.ParseDependencies(text, DependencyKind.Depends));
}
