using Avocado.Files.Diagnostics;
using Avocado.Images.SystemSetup;
using Avocado.Testing;

namespace Avocado.Images.Tests.SystemSetup;

public class OsReleaseTests
{
    [Fact]
    public void The_image_its_version_and_its_security_level_are_in_os_release()
    {
        var tree = SetupTree.Apply(new OsReleaseStep(), SetupTree.Create(),
            TestFiles.Project(p => p with { SupportPeriodEnd = "2033-01-01" }));
        Assert.Equal(
            """
            NAME="Debian GNU/Linux"
            ID=debian
            VERSION_ID=13
            IMAGE_ID=gateway
            IMAGE_VERSION=1.4.0~rc.1
            SYSEXT_LEVEL=gateway-13
            CONFEXT_LEVEL=gateway-13
            AVOCADO_SECURITY_VERSION=3
            SUPPORT_END=2033-01-01

            """, tree.TextAt("usr/lib/os-release"));
        Assert.Equal("../usr/lib/os-release", tree.Find("etc/os-release")!.LinkTargetText);
        Assert.Equal("base-files", tree.Find("usr/lib/os-release")!.Origin.Replaced?.Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("NAME=x\n")]
    public void A_root_that_does_not_say_what_it_is_is_an_error(string text)
    {
        var tree = new Avocado.Files.FileTreeBuilder();
        tree.Add(TestFiles.Text("usr/lib/os-release", text));
        var error = Assert.Throws<AvocadoException>(() => SetupTree.Apply(new OsReleaseStep(), tree));
        Assert.Same(Codes.NoOsRelease, error.Code);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("two words")]
    [InlineData("a \"quote\" and $HOME and `x` and \\")]
    [InlineData("it's")]
    [InlineData("")]
    [InlineData("\"")]
    public void A_value_survives_its_quotes(string value)
    {
        Assert.Equal(value, OsRelease.Parse(new OsRelease([]).With("X", value).ToString())["X"]);
    }

    [ToolTheory("sh")]
    [InlineData("two words")]
    [InlineData("a \"quote\" and $HOME and `x` and \\")]
    public void A_shell_reads_the_value_that_was_written(string value)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("os-release",
            System.Text.Encoding.UTF8.GetBytes(new OsRelease([]).With("X", value).ToString()));
        Assert.Equal(value, ForeignTool.Run("sh", "-c", $". {path}; printf %s \"$X\"").Output);
    }

    [Fact]
    public void A_field_is_set_where_it_stands()
    {
        OsRelease release = OsRelease.Parse("# note\nA='1'\n\nB=2\nnonsense\n=3\n").With("A", "9");
        Assert.Equal("A=9\nB=2\n", release.ToString());
        Assert.Null(release["C"]);
    }
}
