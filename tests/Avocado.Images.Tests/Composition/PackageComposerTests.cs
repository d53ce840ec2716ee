using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Images.Composition;

namespace Avocado.Images.Tests.Composition;

public class PackageComposerTests
{
    [Fact]
    public void The_tree_does_not_depend_on_the_order_of_the_packages()
    {
        ComposedPackage[] packages =
        [
            Package("zlib", "usr/lib/libz.so", "etc/a"),
            Package("base-files", "etc/motd"),
            Package("login", ["login", "shadow"], "bin/login"),
            Package("shadow", [], "bin/login", "usr/bin/passwd"),
        ];
        string? first = null;
        var random = new Random(1);
        for (int i = 0; i < 24; i++)
        {
            random.Shuffle(packages);
            string tree = TestFiles.Describe(Compose(packages).Build());
            Assert.Equal(first ??= tree, tree);
        }
    }

    [Fact]
    public void Two_packages_with_one_path_are_an_error_that_names_them()
    {
        var error = Assert.Throws<AvocadoException>(() => Compose(Package("a", "usr/bin/x"), Package("b", "usr/bin/x")));
        Assert.Same(Codes.PathCollision, error.Code);
        Assert.Contains("package a", error.Message);
        Assert.Contains("package b", error.Message);
    }

    [Theory]
    [InlineData("a", "b")]
    [InlineData("b", "a")]
    public void The_package_that_replaces_the_other_has_the_path_whichever_comes_first(string winner, string loser)
    {
        FileTreeBuilder tree = Compose(Package(winner, [loser], "usr/bin/x"), Package(loser, "usr/bin/x"));
        Origin origin = tree.Find("usr/bin/x")!.Origin;
        Assert.Equal(winner, origin.Name);
        Assert.Equal($"replaces files of {loser}", origin.Reason);
        Assert.Equal(loser, origin.Replaced?.Name);
        Assert.Equal(winner, tree.TextAt("usr/bin/x"));
    }

    [Fact]
    public void Two_packages_that_each_replace_the_other_are_an_error()
    {
        Assert.Throws<AvocadoException>(
            () => Compose(Package("a", ["b"], "usr/bin/x"), Package("b", ["a"], "usr/bin/x")));
    }

    [Fact]
    public void Files_below_the_top_folders_links_lie_in_usr()
    {
        Entry link = Entry.SymbolicLink("lib", "usr/lib", TestFiles.Package("base-files"));
        ComposedPackage old = Package("old", "lib/x.so", "sbin/y") with { };
        ComposedPackage folders = new("folders", "1", [Entry.Directory("lib", TestFiles.Package("folders"))], None);
        FileTree tree = Compose(
            old, folders, new ComposedPackage("base-files", "1", [link], None), Package("new", "usr/lib/z.so")).Build();
        Assert.Equal(EntryKind.SymbolicLink, tree.Find("lib")!.Kind);
        Assert.NotNull(tree.Find("usr/lib/x.so"));
        Assert.NotNull(tree.Find("usr/sbin/y"));
        Assert.Null(tree.Find("sbin"));
    }

    [Fact]
    public void One_file_in_lib_and_in_usr_lib_is_a_collision()
    {
        Assert.Same(Codes.PathCollision, Assert.Throws<AvocadoException>(
            () => Compose(Package("a", "lib/x"), Package("b", "usr/lib/x"))).Code);
    }

    [Fact]
    public void Documentation_and_translations_are_left_out_except_what_is_kept()
    {
        ComposedPackage package = Package("a", "usr/share/doc/a/copyright", "usr/share/doc/a/NEWS",
            "usr/share/man/man1/a.1", "usr/share/locale/de/a.mo", "usr/share/documents/x", "usr/bin/a");
        var tree = new FileTreeBuilder();
        PackageComposer.AddTo(tree, [package], TrimRules.Default.WithKeep(["usr/share/doc/a/copyright"]));
        Assert.Equal(["/usr/bin/a", "/usr/share/doc/a/copyright", "/usr/share/documents/x"],
            tree.Unordered.Select(e => e.Path).Order().Select(p => p.ToString()));
    }

    private static readonly HashSet<string> None = [];

    private static FileTreeBuilder Compose(params ComposedPackage[] packages)
    {
        var tree = new FileTreeBuilder();
        PackageComposer.AddTo(tree, packages, TrimRules.None);
        return tree;
    }

    private static ComposedPackage Package(string name, params string[] paths) => Package(name, [], paths);

    private static ComposedPackage Package(string name, string[] replaces, params string[] paths) => new(name, "1",
        [.. paths.Select(p => TestFiles.Text(p, name, TestFiles.Package(name)))], replaces.ToHashSet());
}
