using Avocado.Files.Diagnostics;
using Avocado.Images.Model;

namespace Avocado.Images.Tests.Model;

public sealed class DevelopmentModeTests
{
    [Fact]
    public void A_production_image_has_no_development_mode_and_no_extension_that_only_it_merges()
    {
        ImageProject project = DevelopmentMode.LeaveOut(Project(
            new BootMode("production", ["app"], IsDefault: true),
            new BootMode("factory", ["app", "tests"], IsDefault: false),
            new BootMode("development", ["app", "tests", "tools"], IsDefault: false)));
        Assert.Equal(["production", "factory"], project.BootModes.Select(mode => mode.Name));
        Assert.Equal(["app", "tests", "spare"], project.Extensions.Select(extension => extension.Name));
    }

    [Fact]
    public void A_project_without_development_mode_stays_as_it_is()
    {
        ImageProject project = Project(new BootMode("production", ["app"], IsDefault: true));
        Assert.Same(project, DevelopmentMode.LeaveOut(project));
    }

    [Fact]
    public void A_production_image_whose_default_is_the_development_mode_is_refused_at_its_place()
    {
        var place = new SourceLocation("/src/Gateway.csproj", 7, 5);
        AvocadoException error = Assert.Throws<AvocadoException>(() => DevelopmentMode.LeaveOut(Project(
            new BootMode("production", ["app"], IsDefault: false),
            new BootMode("development", ["app"], IsDefault: true, place))));
        Assert.Equal(Codes.NoDefaultMode, error.Code);
        Assert.Equal(place, error.Location);
        Assert.Contains("production", error.Message);
    }

    private static ImageProject Project(params BootMode[] modes) => TestFiles.Project(project => project with
    {
        BootModes = [.. modes],
        Extensions = [.. new[] { "app", "tests", "tools", "spare" }.Select(name => new Extension(name, true, false))],
    });
}
