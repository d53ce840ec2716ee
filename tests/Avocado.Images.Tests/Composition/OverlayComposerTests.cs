using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Images.Composition;
using Avocado.Images.HostFiles;
using Avocado.Images.Model;
using Avocado.Testing;

namespace Avocado.Images.Tests.Composition;

public sealed class OverlayComposerTests : IDisposable
{
    private static readonly SourceLocation Place = new("Gateway.csproj", 7, 3);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_of_a_package_is_replaced_only_when_the_overlay_says_so()
    {
        _folder.Write("etc/motd", "mine"u8);
        var error = Assert.Throws<AvocadoException>(() => Compose(replace: false));
        Assert.Same(Codes.PathCollision, error.Code);
        Assert.Equal(Place, error.Location);

        Entry motd = Compose(replace: true).Find("etc/motd")!;
        Assert.Equal("mine", System.Text.Encoding.UTF8.GetString(motd.Content.ReadAll()));
        Assert.Equal(OriginKind.Overlay, motd.Origin.Kind);
        Assert.Equal("base-files", motd.Origin.Replaced?.Name);
    }

    [Fact]
    public void Folders_merge_and_lib_means_usr_lib()
    {
        _folder.Write("lib/tool.conf", "x"u8);
        _folder.Write("etc/new", "x"u8);
        FileTreeBuilder tree = Compose(replace: false);
        Assert.True(tree.Contains("usr/lib/tool.conf"));
        Assert.True(tree.Contains("etc/new"));
        Assert.Equal("theirs", tree.TextAt("etc/motd"));
    }

    private FileTreeBuilder Compose(bool replace)
    {
        var tree = new FileTreeBuilder();
        tree.Add(TestFiles.Text("etc/motd", "theirs"));
        tree.Add(Entry.Directory("etc", TestFiles.Package("base-files")));
        var overlay = new Overlay(_folder.Path, "overlay/", null, replace, [], Location: Place);
        OverlayComposer.AddTo(tree, overlay, new HostFolderReader());
        return tree;
    }
}
