using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Compression;
using Avocado.Formats.SquashFs;
using Avocado.Images.Model;
using Avocado.Images.Tests.Pipeline;
using Avocado.Packages.Caching;
using Avocado.Packages.Caching.Remote;
using Avocado.Testing;

namespace Avocado.Images.Tests.Base;

/// <summary>Releases that are built one after the other.</summary>
public sealed class BasedBuildTests : IDisposable
{
    private static readonly string[] s_parts = ["root", "extension/app", "extension/tools", "store", "factory"];
    private readonly TemporaryFolder _folder = new();
    private readonly MemoryServer _server = new();
    private readonly BaseImage _first;

    public BasedBuildTests() => _first = SampleRelease.Build(SampleRelease.Project(), _folder["first"]).AsBase;

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_based_release_holds_what_the_canonical_one_holds_and_tells_what_keeps_its_place()
    {
        SampleRelease canonical = SampleRelease.Build(Next(null), _folder["canonical"]);
        (SampleRelease based, List<string> notes) = Build("based", Next(_first));
        Assert.Equal(s_parts, notes.Select(n => n.Split(':')[0]));
        Assert.All(notes, n => Assert.Matches(
            @"^\S+: \d+ % of \d+\.\d MB keep their place in gateway-1\.0\.0\.img$", n));
        // Below the store everything is the same; the store holds the images of what is below it.
        foreach (string part in (string[])["root", "extension/app", "extension/tools"])
        {
            Assert.Equal(Contents(canonical.Parts[part]), Contents(based.Parts[part]));
        }
    }

    [Fact]
    public void A_based_release_can_be_the_base_of_the_next()
    {
        BaseImage second = Build("second", Next(_first)).Release.AsBase;
        (_, List<string> notes) = Build("third", Next(second) with { ImageVersion = "1.2.0" });
        Assert.Equal(s_parts.Length, notes.Count);
        Assert.All(notes, n => Assert.EndsWith("gateway-1.1.0.img", n, StringComparison.Ordinal));
    }

    [Fact]
    public void An_extension_that_the_base_does_not_have_is_laid_out_from_its_content_alone()
    {
        ImageProject project = Next(_first);
        project = project with { Extensions = [.. project.Extensions, new Extension("added", true, false)] };
        (SampleRelease based, List<string> notes) = Build("based", project);
        Assert.DoesNotContain(notes, n => n.StartsWith("extension/added", StringComparison.Ordinal));
        SampleRelease canonical = SampleRelease.Build(project with { BaseImage = null }, _folder["canonical"]);
        Assert.Equal(canonical.Parts["extension/added"], based.Parts["extension/added"]);
    }

    [Fact]
    public void Another_compression_than_the_base_has_is_an_error_where_the_project_names_the_base()
    {
        AvocadoException error = Assert.Throws<AvocadoException>(() =>
            Build("based", Next(_first) with { Compression = new ImageCompression("gzip", 1) }));
        Assert.Equal((Codes.BaseDiffers, _first.Location), (error.Code, error.Location));
    }

    [Fact]
    public void The_same_release_after_the_same_base_is_not_written_again()
    {
        Build("based", Next(_first));
        DateTime before = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        string[] files = Directory.GetFiles(_folder["based/work"], "*.squashfs");
        Assert.Equal(s_parts.Length, files.Length);
        Array.ForEach(files, file => File.SetLastWriteTimeUtc(file, before));
        Assert.Empty(Build("based", Next(_first)).Notes);
        Assert.All(files, file => Assert.Equal(before, File.GetLastWriteTimeUtc(file)));
    }

    [Fact]
    public void What_was_made_after_another_base_is_made_again()
    {
        BaseImage second = Build("second", Next(_first) with { ImageVersion = "1.0.1" }).Release.AsBase;
        Build("work", Next(_first));
        (SampleRelease rebuilt, List<string> notes) = Build("work", Next(second));
        Assert.Equal(s_parts.Length, notes.Count);
        AssertSame(Build("elsewhere", Next(second)).Release, rebuilt);
        AssertSame(Build("canonical", Next(null)).Release, Build("work", Next(null)).Release);
        Assert.Equal(s_parts.Length, Build("work", Next(_first)).Notes.Count);
    }

    [Fact]
    public async Task Another_machine_takes_what_was_made_after_the_same_base_only()
    {
        SampleRelease made;
        using (ContentStore writer = Store("one", canWrite: true))
        {
            made = Build("one", Next(_first), writer).Release;
            Assert.True(await writer.FlushAsync(CancellationToken.None));
        }
        using ContentStore reader = Store("two", canWrite: false);
        (SampleRelease taken, List<string> notes) = Build("two", Next(_first), reader);
        Assert.Empty(notes);
        AssertSame(made, taken);
        BaseImage second = Build("second", Next(_first) with { ImageVersion = "1.0.1" }).Release.AsBase;
        Assert.Equal(s_parts.Length, Build("three", Next(second), reader).Notes.Count);
    }

    private static ImageProject Next(BaseImage? image) =>
        SampleRelease.Project(p => p with { ImageVersion = "1.1.0", BaseImage = image });

    private static void AssertSame(SampleRelease expected, SampleRelease actual)
    {
        Assert.Equal(expected.Parts.Keys, actual.Parts.Keys);
        Assert.All(expected.Parts, part => Assert.Equal(part.Value, actual.Parts[part.Key]));
        Assert.Equal(expected.AsBase.Digest, actual.AsBase.Digest);
    }

    private (SampleRelease Release, List<string> Notes) Build(
        string folder, ImageProject project, ContentStore? store = null)
    {
        var log = new NoteLog();
        return (SampleRelease.Build(project, _folder[folder], store, log), log.Notes);
    }

    private static string Contents(byte[] image)
    {
        using var stream = new MemoryStream(image);
        return TestFiles.Describe(
            SquashFsReader.Open(stream, BlockCodecs.All).ToTree(Origin.Generated("image")));
    }

    private ContentStore Store(string name, bool canWrite) => new(
        new CacheFolder(_folder["cache-" + name]),
        new RemoteCache(
            new RemoteCacheSettings(RemoteCacheAddress.TryParse("http://cache.invalid/", out _)!, canWrite),
            _ => { }, _server));
}
