namespace Avocado.Files.Tests;

public class PathResolverTests
{
    private static readonly Origin Any = Origin.Generated("test");

    [Theory]
    [InlineData("bin/sh", "/usr/bin/dash")]
    [InlineData("usr/bin/sh", "/usr/bin/dash")]
    [InlineData("out", "/etc/x")]
    [InlineData("absolute/sh", "/usr/bin/dash")]
    [InlineData("nowhere/file", "/gone/file")]
    public void Links_are_followed_as_the_kernel_does_in_the_image(string path, string resolved)
    {
        Assert.Equal(resolved, Tree().Resolve(path)?.ToString());
    }

    [Fact]
    public void The_last_link_is_only_followed_when_asked()
    {
        Assert.Equal("/usr/bin/sh", Tree().Resolve("bin/sh", followLast: false)?.ToString());
    }

    [Fact]
    public void Links_in_a_circle_have_no_end()
    {
        Assert.Null(Tree().Resolve("circle-a/x"));
        Assert.Null(Tree().Resolve("circle-a"));
        Assert.Null(Tree().Resolve("deeper"));
    }

    private static FileTreeBuilder Tree()
    {
        var builder = new FileTreeBuilder();
        (string Path, string Target)[] links =
        [
            ("bin", "usr/bin"), ("usr/bin/sh", "dash"), ("out", "../../../etc/x"), ("absolute", "/./usr//bin/"),
            ("nowhere", "gone"), ("circle-a", "circle-b"), ("circle-b", "./circle-a"), ("deeper", "deeper/deeper"),
        ];
        foreach ((string path, string target) in links)
        {
            builder.Add(Entry.SymbolicLink(path, target, Any));
        }
        return builder;
    }
}
