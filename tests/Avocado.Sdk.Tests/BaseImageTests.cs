using Avocado.Files.Diagnostics;
using Avocado.Images.Pipeline;
using Avocado.Sdk.Tasks;
using Avocado.Sdk.Tasks.Incremental;
using Microsoft.Build.Framework;

namespace Avocado.Sdk.Tests;

/// <summary>The property BaseImage: the release that an image is laid out after.</summary>
public sealed class BaseImageTests
{
    private static readonly DateTime s_longAgo = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("")]
    [InlineData("<PropertyGroup><BaseImage> </BaseImage></PropertyGroup>")]
    public void Without_it_there_is_no_base(string property) =>
        Assert.Null(Reading.OfMinimalWith(property).Good().Packages.BaseImage);

    [Fact]
    public void It_is_found_from_the_project_and_its_digest_is_kept_for_all_configurations()
    {
        using TestProject project = With("releases/thing-1.0.0.img");
        ResolveRequest debug = Reading.Of(project).Good().Packages;

        Assert.Equal(Path.Combine(project.Folder, "releases", "thing-1.0.0.img"), debug.BaseImage);
        Assert.Equal(new SourceLocation(project.File, 6, 3), debug.BaseImageLocation);
        Assert.Equal(Path.Combine(project.Folder, "obj", "x86_64-uefi.base"), debug.BaseDigestFile);
        Reading release = Reading.Of(project, ("Configuration", "Release"));
        Assert.Equal(debug.BaseDigestFile, release.Request!.Packages.BaseDigestFile);
    }

    [Fact]
    public void A_link_to_the_latest_release_is_followed()
    {
        using TestProject project = With("latest.img", "releases/thing-1.0.0.img");
        string target = Path.Combine(project.Folder, "releases", "thing-1.0.0.img");
        File.CreateSymbolicLink(Path.Combine(project.Folder, "latest.img"), target);

        Assert.Equal(target, Reading.Of(project).Good().Packages.BaseImage);
    }

    [Theory]
    [InlineData("bin/Debug/x86_64-uefi/thing-1.0.0.img")]
    [InlineData("obj/Debug/x86_64-uefi/thing-1.0.0.img")]
    public void An_image_that_the_build_would_replace_is_refused(string path)
    {
        using TestProject project = With(path);

        AvocadoException error = Assert.Single(Reading.Of(project).Errors);
        Assert.Equal(("AVO0012", 6), (error.Code.Id, error.Location!.Line));
    }

    [Theory]
    [InlineData("AvocadoResolvePackages")]
    [InlineData("AvocadoBuildImage")]
    public void A_base_that_is_not_there_fails_restore_and_build_at_its_line(string target)
    {
        using TestProject project = With("absent.img", "other.img");

        BuildErrorEventArgs error = Assert.Single(project.Build(target));

        Assert.Equal(("AVO0028", project.File, 6), (error.Code, error.File, error.LineNumber));
        Assert.Contains(Path.Combine(project.Folder, "absent.img"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_file_there_is_another_build()
    {
        using TestProject project = With("thing-1.0.0.img");
        File.SetLastWriteTimeUtc(Path.Combine(project.Folder, "thing-1.0.0.img"), s_longAgo);
        (string inputs, string packages) = Fingerprint(project);
        Assert.Equal((inputs, packages), Fingerprint(project));

        File.SetLastWriteTimeUtc(Path.Combine(project.Folder, "thing-1.0.0.img"), s_longAgo.AddSeconds(1));
        (string inputsNow, string packagesNow) = Fingerprint(project);
        Assert.NotEqual(inputs, inputsNow);
        Assert.NotEqual(packages, packagesNow);
    }

    private static (string Inputs, string Packages) Fingerprint(TestProject project)
    {
        using BuildDeviceImage task = ProjectParameters.ForBuild(project.Evaluate());
        return (BuildFingerprint.OfInputs(task), BuildFingerprint.OfPackages(task));
    }

    /// <summary>A project that sets the property on its line 6, and a file.</summary>
    private static TestProject With(string path, string? file = null)
    {
        var project = new TestProject($"""
            {Reading.Minimal}
            <PropertyGroup>
              <BaseImage>{path}</BaseImage>
            </PropertyGroup>
            """);
        project.Write(file ?? path, "image");
        return project;
    }
}
