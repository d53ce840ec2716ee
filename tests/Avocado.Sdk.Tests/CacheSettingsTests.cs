using Avocado.Files.Diagnostics;
using Avocado.Images.Pipeline;
using Avocado.Packages.Caching;
using Avocado.Sdk.Tasks;
using Avocado.Sdk.Tasks.Diagnostics;
using Avocado.Sdk.Tasks.Incremental;
using Avocado.Sdk.Tasks.Reading;
using Microsoft.Build.Framework;

namespace Avocado.Sdk.Tests;

public sealed class CacheSettingsTests
{
    private const string WithPassword = "https://user:s3cret@cache.example.com/a";

    [Fact]
    public void Without_a_word_it_is_the_users_own_cache_with_a_bound()
    {
        (CacheSettings settings, _) = Read("", []);
        Assert.Equal(CacheSettings.DefaultFolder, settings.Folder);
        Assert.Equal(10L << 30, settings.MaxBytes);
        Assert.Null(settings.Remote);
        Assert.True(settings.UsesResults);
    }

    [Fact]
    public void Properties_name_folder_bound_and_remote_cache()
    {
        (CacheSettings settings, AvocadoException[] errors) = Read("""
            <PropertyGroup>
              <AvocadoCacheFolder>cache</AvocadoCacheFolder>
              <AvocadoCacheSize>0</AvocadoCacheSize>
              <AvocadoRemoteCache>https://cache.example.com/a</AvocadoRemoteCache>
              <AvocadoRemoteCacheWrite>true</AvocadoRemoteCacheWrite>
              <AvocadoCacheResults>false</AvocadoCacheResults>
            </PropertyGroup>
            """, new() { ["AVOCADO_REMOTE_CACHE"] = "https://other/", ["AVOCADO_CACHE_SIZE"] = "1G" });
        Assert.Empty(errors);
        Assert.True(Path.IsPathFullyQualified(settings.Folder));
        Assert.Equal("cache", Path.GetFileName(settings.Folder));
        Assert.Equal(0, settings.MaxBytes);
        Assert.Equal("https://cache.example.com/a/", settings.Remote!.Address.ToString());
        Assert.True(settings.Remote.CanWrite);
        Assert.False(settings.UsesResults);
    }

    [Fact]
    public void The_environment_speaks_where_the_project_does_not()
    {
        (CacheSettings settings, AvocadoException[] errors) =
            Read("", new() { ["AVOCADO_REMOTE_CACHE"] = WithPassword, ["AVOCADO_CACHE_SIZE"] = "500M" });
        Assert.Empty(errors);
        Assert.Equal(500L << 20, settings.MaxBytes);
        Assert.Equal("https://cache.example.com/a/", settings.Remote!.Address.ToString());
        Assert.False(settings.Remote.CanWrite);
    }

    [Fact]
    public void Wrong_values_are_errors_that_do_not_repeat_a_password()
    {
        AvocadoException[] errors = Read("""
            <PropertyGroup>
              <AvocadoCacheSize>10GB</AvocadoCacheSize>
              <AvocadoRemoteCache>s3://user:s3cret@bucket</AvocadoRemoteCache>
            </PropertyGroup>
            """, []).Errors;
        Assert.Equal([Codes.BadValue, Codes.BadRemoteCache], errors.Select(e => e.Code));
        Assert.All(errors, e => Assert.NotNull(e.Location));
        Assert.DoesNotContain("s3cret", errors[1].Message, StringComparison.Ordinal);
        AvocadoException error = Assert.Single(Read("", new() { ["AVOCADO_REMOTE_CACHE"] = "user:s3cret" }).Errors);
        Assert.Contains("AVOCADO_REMOTE_CACHE", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_things_are_cached_makes_nothing_be_built_again()
    {
        using var project = new TestProject(Reading.Minimal);
        using BuildDeviceImage task = ProjectParameters.ForBuild(project.Evaluate());
        (string inputs, string packages) = (BuildFingerprint.OfInputs(task), BuildFingerprint.OfPackages(task));
        (task.CacheFolder, task.CacheSize, task.RemoteCache, task.RemoteCacheWrite, task.CacheResults) =
            ("/elsewhere", "1", WithPassword, true, false);
        Assert.Equal(inputs, BuildFingerprint.OfInputs(task));
        Assert.Equal(packages, BuildFingerprint.OfPackages(task));
        task.Mirror = "https://mirror/";
        Assert.NotEqual(inputs, BuildFingerprint.OfInputs(task));
        Assert.NotEqual(packages, BuildFingerprint.OfPackages(task));
    }

    [Fact]
    public void A_request_shows_no_password()
    {
        BuildRequest request = Reading.OfMinimalWith("").Good();
        (CacheSettings remote, _) = Read("", new() { ["AVOCADO_REMOTE_CACHE"] = WithPassword });
        request = request with { Packages = request.Packages with { Cache = remote } };
        Assert.DoesNotContain("s3cret", request.ToString(), StringComparison.Ordinal);
    }

    private static (CacheSettings Settings, AvocadoException[] Errors) Read(
        string more, Dictionary<string, string> environment)
    {
        using var project = new TestProject($"{Reading.Minimal}\n{more}");
        using BuildDeviceImage task = ProjectParameters.ForBuild(project.Evaluate());
        task.TaskEnvironment = TaskEnvironment.CreateWithProjectDirectoryAndEnvironment(project.Folder, environment);
        var found = new DiagnosticBag();
        var context = new ReadingContext(project.Folder, new ItemLocator(project.File), found);
        return (new CacheSettingsReader(context).Read(task), [.. found.Errors]);
    }
}
