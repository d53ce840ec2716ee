using Avocado.Files.Diagnostics;
using Avocado.Images.Pipeline;
using Avocado.Sdk.Tasks.Diagnostics;
using Avocado.Sdk.Tasks.Reading;

using Avocado.Sdk.Tasks;

namespace Avocado.Sdk.Tests;

/// <summary>What the reader makes of a project.</summary>
internal sealed record Reading(BuildRequest? Request, IReadOnlyList<AvocadoException> Errors)
{
    /// <summary>A project that is right, apart from what a test puts into it.</summary>
    public const string Minimal = """
        <PropertyGroup><Boards>x86_64-uefi</Boards></PropertyGroup>
        <ItemGroup><PackageFeed Include="debian" Suite="trixie" /></ItemGroup>
        """;

    public static Reading Of(TestProject project, params (string Name, string Value)[] globalProperties)
    {
        using BuildDeviceImage task = ProjectParameters.ForBuild(project.Evaluate(globalProperties));
        var found = new DiagnosticBag();
        var context = new ReadingContext(project.Folder, new ItemLocator(project.File), found);
        return new Reading(new ImageProjectReader(context).Read(task), found.Errors);
    }

    /// <summary>Reads the minimal project with more in it.</summary>
    public static Reading OfMinimalWith(string more)
    {
        using var project = new TestProject($"{Minimal}\n{more}");
        return Of(project);
    }

    public BuildRequest Good()
    {
        Assert.Empty(Errors.Select(e => e.Message));
        return Request!;
    }
}
