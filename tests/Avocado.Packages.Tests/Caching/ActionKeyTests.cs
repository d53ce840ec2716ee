using System.Text;
using Avocado.Files;
using Avocado.Packages.Caching;

namespace Avocado.Packages.Tests.Caching;

public sealed class ActionKeyTests
{
    [Fact]
    public void A_key_is_the_digest_of_the_documented_text()
    {
        ActionKey key = new ActionKeyBuilder("squash", 3).Add("codec", "zstd").Add("level", 9)
            .Add("tree", Sha256Digest.Of("x"u8)).ToKey();
        string text = $"avocado-action 1\nsquash 3\ncodec 4\nzstd\nlevel 1\n9\ntree 64\n{Sha256Digest.Of("x"u8)}\n";
        Assert.Equal(Sha256Digest.Of(Encoding.UTF8.GetBytes(text)), key.Digest);
        Assert.Equal(("squash", 3), (key.Step, key.Version));
    }

    [Fact]
    public void Whatever_decides_bytes_changes_the_key()
    {
        ActionKey[] keys =
        [
            new ActionKeyBuilder("a", 1).ToKey(),
            new ActionKeyBuilder("b", 1).ToKey(),
            new ActionKeyBuilder("a", 2).ToKey(),
            new ActionKeyBuilder("a", 1).Add("x", "").ToKey(),
            new ActionKeyBuilder("a", 1).Add("y", "").ToKey(),
            new ActionKeyBuilder("a", 1).Add("x", "1").ToKey(),
            new ActionKeyBuilder("a", 1).Add("x", 10).ToKey(),
            new ActionKeyBuilder("a", 1).Add("x", "1").Add("x", "2").ToKey(),
            new ActionKeyBuilder("a", 1).Add("x", "2").Add("x", "1").ToKey(),
            new ActionKeyBuilder("a", 1).Add("x", "12").ToKey(),
        ];
        Assert.Equal(keys.Length, keys.Select(k => k.Digest).Distinct().Count());
    }

    [Fact]
    public void A_value_cannot_pass_for_another_input() => Assert.NotEqual(
        new ActionKeyBuilder("a", 1).Add("x", "1\ny 1\n2").ToKey(),
        new ActionKeyBuilder("a", 1).Add("x", "1").Add("y", "2").ToKey());

    [Theory]
    [InlineData("")]
    [InlineData("Upper")]
    [InlineData("a b")]
    [InlineData("a\n")]
    public void A_name_that_could_break_the_text_is_refused(string name)
    {
        Assert.Throws<ArgumentException>(() => new ActionKeyBuilder(name, 1));
        Assert.Throws<ArgumentException>(() => new ActionKeyBuilder("a", 1).Add(name, ""));
    }
}
