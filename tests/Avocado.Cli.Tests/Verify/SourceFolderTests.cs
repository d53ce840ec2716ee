using Avocado.Cli.Verify;
using Avocado.Testing;

namespace Avocado.Cli.Tests.Verify;

public sealed class SourceFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_repository_has_all_sources()
    {
        _folder.Write("repository/.git/HEAD", "ref"u8);
        _folder.Write("repository/samples/Directory.Build.props", "<Project />"u8);
        string project = _folder.Write("repository/samples/Gateway/Gateway.csproj", "<Project />"u8);
        Assert.Equal(_folder["repository"], SourceFolder.Of(project));
    }

    [Fact]
    public void Without_a_repository_what_the_project_refers_to_comes_along()
    {
        string project = _folder.Write("work/devices/Gateway/Gateway.csproj",
            "<Project><ItemGroup><ProjectReference Include='..\\..\\apps\\App\\App.csproj' /></ItemGroup></Project>"u8);
        Assert.Equal(_folder["work"], SourceFolder.Of(project));
        string based = _folder.Write("work/more/Based/Based.csproj",
            "<Project><PropertyGroup><BaseImage> ..\\..\\releases\\1.0.img </BaseImage></PropertyGroup></Project>"u8);
        Assert.Equal(_folder["work"], SourceFolder.Of(based));
        string alone = _folder.Write("work/devices/Alone/Alone.csproj", "<Project />"u8);
        Assert.Equal(_folder["work/devices/Alone"], SourceFolder.Of(alone));
        _folder.Write("work/devices/nuget.config", "<configuration />"u8);
        Assert.Equal(_folder["work/devices"], SourceFolder.Of(alone));
    }

    [Fact]
    public void A_copy_has_the_sources_and_nothing_that_builds_made()
    {
        string[] sources = ["Gateway/Gateway.csproj", "Gateway/overlay/etc/.hidden", "global.json"];
        string[] made = ["Gateway/bin/Debug/x", "Gateway/obj/y", ".git/HEAD", ".packages/avocado.sdk/z"];
        foreach (string name in sources.Concat(made))
        {
            _folder.Write("from/" + name, "text"u8);
        }
        SourceFolder.Copy(_folder["from"], _folder["to"], _folder["from/.packages"], CancellationToken.None);
        Assert.Equal(
            sources.Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(_folder["to"], "*", new EnumerationOptions
            {
                RecurseSubdirectories = true,
                AttributesToSkip = 0,
            }).Select(path => Path.GetRelativePath(_folder["to"], path).Replace('\\', '/'))
                .Order(StringComparer.Ordinal));
    }

    public void Dispose() => _folder.Dispose();
}
