using System.Text;
using Avocado.Files.Diagnostics;

namespace Avocado.Files.Tests;

public class UnixPathTests
{
    [Theory]
    [InlineData("a/b", "/a/b")]
    [InlineData("./a//b/", "/a/b")]
    [InlineData("/a/./b", "/a/b")]
    [InlineData("", "/")]
    [InlineData(".", "/")]
    [InlineData("///", "/")]
    [InlineData("a/.../b", "/a/.../b")]
    [InlineData("ünï/文", "/ünï/文")]
    public void Spellings_of_one_path_are_one_path(string spelling, string path)
    {
        Assert.Equal(path, UnixPath.Parse(spelling).ToString());
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/../b")]
    [InlineData("../etc/passwd")]
    [InlineData("a/..")]
    [InlineData("/../a")]
    [InlineData("a\0b")]
    public void A_path_that_leaves_the_image_or_is_no_text_is_refused(string path)
    {
        var error = Assert.Throws<AvocadoException>(() => UnixPath.Parse(path));
        Assert.Same(Codes.BadPath, error.Code);
    }

    [Fact]
    public void Text_that_is_no_unicode_is_refused()
    {
        var error = Assert.Throws<AvocadoException>(() => UnixPath.Parse("lone\uD800surrogate"));
        Assert.Same(Codes.BadPath, error.Code);
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_refused()
    {
        var error = Assert.Throws<AvocadoException>(() => UnixPath.Parse([(byte)'a', 0xFF, (byte)'b']));
        Assert.Same(Codes.BadPath, error.Code);
    }

    [Fact]
    public void Names_and_paths_are_as_long_as_Linux_allows_and_no_longer()
    {
        string name = new('n', UnixPath.MaxNameLength);
        Assert.Equal(name, UnixPath.Parse(name).NameText);
        Assert.Throws<AvocadoException>(() => UnixPath.Parse(name + "n"));

        string deep = string.Join('/', Enumerable.Repeat(name, UnixPath.MaxLength / (UnixPath.MaxNameLength + 1)));
        UnixPath path = UnixPath.Parse(deep);
        string rest = new('r', UnixPath.MaxLength - path.Length - 1);
        Assert.Equal(UnixPath.MaxLength, (path / rest).Length);
        Assert.Throws<AvocadoException>(() => path / (rest + "r"));
    }

    [Fact]
    public void Order_is_that_of_bytes_and_not_of_UTF16()
    {
        // U+FF5E is one UTF-16 unit above every surrogate, so .NET's ordinal order puts it after U+1F600.
        const string fullWidth = "\uFF5E";
        const string emoji = "\U0001F600";
        Assert.True(string.CompareOrdinal(fullWidth, emoji) > 0);
        Assert.True(UnixPath.Parse(fullWidth) < UnixPath.Parse(emoji));
    }

    [Fact]
    public void Order_agrees_with_the_order_of_the_bytes_for_any_paths()
    {
        var random = new Random(1);
        for (int i = 0; i < 2000; i++)
        {
            UnixPath a = Any(random), b = Any(random);
            Assert.Equal(Math.Sign(a.Bytes.SequenceCompareTo(b.Bytes)), Math.Sign(a.CompareTo(b)));
            Assert.Equal(a == b, a.CompareTo(b) == 0);
            Assert.Equal(a == b, a.ToString() == b.ToString());
            if (a == b)
            {
                Assert.Equal(a.GetHashCode(), b.GetHashCode());
            }
        }
    }

    [Fact]
    public void Joining_and_taking_apart_are_inverse_for_any_paths()
    {
        var random = new Random(2);
        for (int i = 0; i < 2000; i++)
        {
            UnixPath folder = Any(random), relative = Any(random);
            UnixPath joined = folder / relative;
            Assert.True(joined.IsIn(folder));
            Assert.Equal(relative, joined.RelativeTo(folder));
            Assert.Equal(joined, UnixPath.Parse(joined.ToString()));
            if (!joined.IsRoot)
            {
                Assert.Equal(joined, joined.Parent / UnixPath.Parse(joined.Name));
            }
        }
    }

    [Fact]
    public void A_sibling_with_the_same_beginning_is_not_inside()
    {
        Assert.False(UnixPath.Parse("usr-local").IsIn("usr"));
        Assert.True(UnixPath.Parse("usr/local").IsIn("usr"));
        Assert.True(UnixPath.Parse("usr").IsIn("usr"));
        Assert.True(UnixPath.Parse("usr").IsIn(UnixPath.Root));
        Assert.Throws<ArgumentException>(() => UnixPath.Parse("usr-local").RelativeTo("usr"));
    }

    [Fact]
    public void The_message_of_a_bad_path_shows_no_control_characters()
    {
        var error = Assert.Throws<AvocadoException>(() => UnixPath.Parse(Encoding.UTF8.GetBytes("../\u001B[2J\n")));
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    private static UnixPath Any(Random random)
    {
        string[] names = ["a", "b", "a-b", "a.c", "ü", "\uFF5E", "\U0001F600", "Z", "...", " "];
        return UnixPath.Parse(string.Join('/', Enumerable.Range(0, random.Next(4)).Select(_ => names[random.Next(names.Length)])));
    }
}
