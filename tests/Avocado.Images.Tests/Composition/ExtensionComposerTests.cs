using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Images.Composition;
using Avocado.Images.Model;
using Avocado.Images.SystemSetup;

namespace Avocado.Images.Tests.Composition;

public class ExtensionComposerTests
{
    private static readonly SourceLocation Place = new("Gateway.csproj", 9, 3);
    private static readonly Extension App = new("app", IsSysext: true, IsConfext: false, Place);
    private static readonly Extension Both = App with { IsConfext = true };

    [Fact]
    public void An_extension_says_which_systems_it_fits()
    {
        FileTree tree = Compose(Both, TestFiles.Text("usr/bin/x", "x"));
        Assert.Equal(
            """
            ID=debian
            VERSION_ID=13
            SYSEXT_LEVEL=gateway-13
            SYSEXT_SCOPE=system
            ARCHITECTURE=x86-64
            EXTENSION_RELOAD_MANAGER=1
            AVOCADO_SECURITY_VERSION=3

            """, Text(tree, "usr/lib/extension-release.d/extension-release.app"));
        OsRelease confext = OsRelease.Parse(Text(tree, "etc/extension-release.d/extension-release.app"));
        Assert.Equal("gateway-13", confext["CONFEXT_LEVEL"]);
        Assert.Null(confext["SYSEXT_LEVEL"]);
    }

    [Theory]
    [InlineData("etc/app.conf", "confext")]
    [InlineData("var/lib/app/db", "root file system")]
    [InlineData("srv/www/index", "root file system")]
    public void A_file_where_a_sysext_does_not_merge_is_an_error_with_the_remedy(string path, string remedy)
    {
        var error = Assert.Throws<AvocadoException>(() => Compose(App, TestFiles.Text(path, "x")));
        Assert.Same(Codes.FileOutsideExtension, error.Code);
        Assert.Contains(remedy, error.Message);
        Assert.Equal(Place, error.Location);
    }

    [Fact]
    public void A_confext_carries_etc_and_not_usr()
    {
        Extension confext = App with { IsSysext = false, IsConfext = true };
        Assert.NotNull(Compose(confext, TestFiles.Text("etc/app.conf", "x")).Find("etc/app.conf"));
        var error = Assert.Throws<AvocadoException>(() => Compose(confext, TestFiles.Text("usr/bin/x", "x")));
        Assert.Contains("sysext", error.Message);
    }

    [Fact]
    public void Folders_in_var_are_made_at_boot_and_other_strange_folders_go()
    {
        FileTree tree = Compose(App,
            TestFiles.Text("usr/bin/x", "x"),
            Entry.Directory("var/lib/x y", TestFiles.Package("x"), 0x1C0) with { Uid = 5 },
            Entry.Directory("var", TestFiles.Package("x")),
            Entry.Directory("etc/x.d", TestFiles.Package("x")));
        Assert.Equal("d \"/var/lib/x y\" 0700 5 0 -\n", Text(tree, "usr/lib/tmpfiles.d/avocado-app.conf"));
        Assert.Null(tree.Find("var"));
        Assert.Null(tree.Find("etc"));
    }

    [Fact]
    public void A_file_that_would_hide_one_of_the_root_is_an_error_that_names_both()
    {
        var error = Assert.Throws<AvocadoException>(
            () => Compose(App, TestFiles.Text("usr/bin/tool", "other", TestFiles.Overlay)));
        Assert.Same(Codes.ExtensionShadows, error.Code);
        Assert.Contains("overlay", error.Message);
        Assert.Contains("tool-package", error.Message);
    }

    [Fact]
    public void The_same_file_in_root_and_extension_hides_nothing()
    {
        Assert.NotNull(Compose(App, TestFiles.Text("usr/bin/tool", "tool")).Find("usr/bin/tool"));
    }

    [Fact]
    public void A_folder_where_the_root_has_a_link_is_an_error()
    {
        Assert.Same(Codes.ExtensionShadows, Assert.Throws<AvocadoException>(
            () => Compose(App, TestFiles.Text("usr/lib/link/x", "x"))).Code);
    }

    [Fact]
    public void A_merge_does_not_change_the_modes_of_the_roots_folders()
    {
        FileTree tree = Compose(App, Entry.Directory("usr/bin", TestFiles.Overlay, 0x1C0), TestFiles.Text("usr/bin/x", "x"));
        Assert.Equal(UnixMode.Executable, tree.Find("usr/bin")!.Mode);
    }

    [Theory]
    [InlineData("usr/lib/verity.d/mine.crt")]
    [InlineData("usr/lib/os-release")]
    [InlineData("usr/lib/extension-release.d/extension-release.other")]
    [InlineData("etc/verity.d/mine.crt")]
    public void Files_that_say_what_is_trusted_or_what_the_system_is_are_refused(string path)
    {
        var error = Assert.Throws<AvocadoException>(() => Compose(Both, TestFiles.Text(path, "x")));
        Assert.Same(Codes.ReservedExtensionFile, error.Code);
    }

    [Theory]
    [InlineData("u mosquitto - \"MQTT broker\"\n", "DeviceUser")]
    [InlineData("g plugins -\n", "DeviceGroup")]
    [InlineData("m root plugins\n", "DeviceGroup")]
    public void Accounts_that_the_root_does_not_have_are_an_error_with_the_item_to_add(string line, string item)
    {
        var error = Assert.Throws<AvocadoException>(
            () => Compose(App, TestFiles.Text("usr/lib/sysusers.d/m.conf", line)));
        Assert.Same(Codes.ExtensionNeedsAccount, error.Code);
        Assert.Contains(item, error.Message);
        Assert.NotNull(Compose(App, TestFiles.Text("usr/lib/sysusers.d/m.conf", "u root 0\ng root 0\n")));
    }

    [Fact]
    public void Two_extensions_may_share_a_file_and_may_not_differ_in_one()
    {
        FileTree a = Compose(App, TestFiles.Text("usr/lib/libx.so", "1"));
        FileTree same = Compose(App with { Name = "same" }, TestFiles.Text("usr/lib/libx.so", "1"));
        FileTree differs = Compose(App with { Name = "differs" }, TestFiles.Text("usr/lib/libx.so", "2"));
        ExtensionComposer.CheckAgainstEachOther([(App, a), (App with { Name = "same" }, same)]);
        var error = Assert.Throws<AvocadoException>(() => ExtensionComposer.CheckAgainstEachOther(
            [(App, a), (App with { Name = "differs" }, differs)]));
        Assert.Contains("extension app", error.Message);
        Assert.Contains("differs", error.Message);
    }

    private static FileTree Compose(Extension extension, params Entry[] entries)
    {
        var content = new FileTreeBuilder();
        foreach (Entry entry in entries)
        {
            content.Add(entry);
        }
        return new ExtensionComposer(Root(), TestFiles.Project()).Compose(extension, content);
    }

    private static FileTree Root()
    {
        var root = new FileTreeBuilder();
        root.Add(TestFiles.Text("usr/lib/os-release", "ID=debian\nVERSION_ID=\"13\"\n"));
        root.Add(TestFiles.Text("etc/passwd", "root:x:0:0:root:/root:/bin/bash\n"));
        root.Add(TestFiles.Text("etc/group", "root:x:0:\n"));
        root.Add(TestFiles.Text("usr/bin/tool", "tool", TestFiles.Package("tool-package")));
        root.Add(Entry.SymbolicLink("usr/lib/link", "elsewhere", TestFiles.Package("tool-package")));
        new OsReleaseStep().Apply(new SystemSetupContext(root, TestFiles.Project()));
        return root.Build();
    }

    private static string Text(FileTree tree, string path) =>
        System.Text.Encoding.UTF8.GetString(tree.Find(path)!.Content.ReadAll());
}
