using Microsoft.Build.Execution;

namespace Avocado.Sdk.Tests;

public sealed class BoardTests
{
    [Fact]
    public void One_board_needs_no_f()
    {
        using var project = new TestProject("<PropertyGroup><Boards>x86_64-uefi</Boards></PropertyGroup>");
        ProjectInstance instance = project.Evaluate();

        Assert.Equal("x86_64-uefi", instance.GetPropertyValue("Board"));
        Assert.Equal("x86_64-uefi", instance.GetPropertyValue("TargetFramework"));
        Assert.Equal(".NETCoreApp", instance.GetPropertyValue("TargetFrameworkIdentifier"));
        Assert.Equal("bin/Debug/x86_64-uefi/", instance.GetPropertyValue("OutDir").Replace('\\', '/'));
        Assert.Equal("x64", instance.GetPropertyValue("BoardArchitecture"));
    }

    [Fact]
    public void Several_boards_are_built_one_by_one()
    {
        using var project = new TestProject("""
            <PropertyGroup><Boards>
              x86_64-uefi;
              other
            </Boards></PropertyGroup>
            """);
        ProjectInstance outer = project.Evaluate();
        ProjectInstance inner = project.Evaluate(("TargetFramework", "x86_64-uefi"));

        Assert.Equal("", outer.GetPropertyValue("Board"));
        Assert.Equal("true", outer.GetPropertyValue("IsCrossTargetingBuild"));
        Assert.Equal("x86_64-uefi", inner.GetPropertyValue("Board"));
    }

    [Fact]
    public void An_inherited_TargetFramework_is_ignored()
    {
        using var project = new TestProject("<PropertyGroup><Boards>x86_64-uefi</Boards></PropertyGroup>");
        project.Write("Directory.Build.props",
            "<Project><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>");

        Assert.Equal("x86_64-uefi", project.Evaluate().GetPropertyValue("TargetFramework"));
    }

    [Fact]
    public void An_environment_variable_named_BOARD_is_no_board()
    {
        using var project = new TestProject("<PropertyGroup><Boards>x86_64-uefi;other</Boards></PropertyGroup>");
        Environment.SetEnvironmentVariable("BOARD", "elsewhere");
        try
        {
            Assert.Equal("", project.Evaluate().GetPropertyValue("Board"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("BOARD", null);
        }
    }

    [Fact]
    public void A_projects_own_boards_folder_adds_boards()
    {
        using var project = new TestProject("<PropertyGroup><Boards>mine</Boards></PropertyGroup>");
        project.Write("boards/mine.props",
            "<Project><PropertyGroup><BoardArchitecture>arm64</BoardArchitecture></PropertyGroup></Project>");

        Assert.Equal("arm64", project.Evaluate().GetPropertyValue("BoardArchitecture"));
    }

    [Theory]
    [InlineData("target", "provision", "provision")]
    [InlineData("target", "whatever-an-environment-says", "")]
    [InlineData("PublishTarget", "provision", "provision")]
    public void Only_known_values_of_target_act(string property, string value, string expected)
    {
        using var project = new TestProject("<PropertyGroup><Boards>x86_64-uefi</Boards></PropertyGroup>");

        Assert.Equal(expected, project.Evaluate((property, value)).GetPropertyValue("PublishTarget"));
    }
}
