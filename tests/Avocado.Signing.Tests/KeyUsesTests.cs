using Avocado.Files.Diagnostics;

namespace Avocado.Signing.Tests;

public class KeyUsesTests
{
    [Theory]
    [InlineData("secure-boot", KeyUse.SecureBoot)]
    [InlineData("verity", KeyUse.Verity)]
    [InlineData("modes", KeyUse.Modes)]
    [InlineData("pcr", KeyUse.Pcr)]
    [InlineData("manifest", KeyUse.Manifest)]
    [InlineData("secure-boot;verity", KeyUse.SecureBoot | KeyUse.Verity)]
    public void The_project_s_spelling_is_read_and_written(string text, KeyUse uses)
    {
        Assert.Equal(uses, KeyUses.Parse(text));
        Assert.Equal(text, uses.ToText());
    }

    [Theory]
    [InlineData("")]
    [InlineData(";")]
    [InlineData("Verity")]
    [InlineData("boot")]
    [InlineData("verity;boot")]
    public void An_unknown_word_is_refused_at_its_place_with_those_that_are_known(string text)
    {
        var location = new SourceLocation("a.csproj", 3);
        var error = Assert.Throws<AvocadoException>(() => KeyUses.Parse(text, location));

        Assert.Equal("AVO0413", error.Code.Id);
        Assert.Equal(location, error.Location);
        Assert.Contains("secure-boot, verity, modes, pcr, manifest", error.Message, StringComparison.Ordinal);
    }
}
