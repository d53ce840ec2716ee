using Avocado.Files.Diagnostics;

namespace Avocado.Files.Tests;

public class FileTreeBuilderTests
{
    private static readonly Origin Bash = new(OriginKind.Package, "bash", "5.2");
    private static readonly Origin Dash = new(OriginKind.Package, "dash", "0.5");

    [Fact]
    public void Two_sources_with_different_files_at_one_path_are_an_error_that_names_both()
    {
        var builder = new FileTreeBuilder();
        builder.Add(Entry.File("bin/sh", Content.Text("bash"), Bash));
        var error = Assert.Throws<AvocadoException>(
            () => builder.Add(Entry.File("bin/sh", Content.Text("dash"), Dash)));
        Assert.Same(Codes.PathCollision, error.Code);
        Assert.Contains("package bash 5.2", error.Message);
        Assert.Contains("package dash 0.5", error.Message);
    }

    [Fact]
    public void Two_sources_that_agree_are_no_error_and_the_first_owns_the_path()
    {
        var builder = new FileTreeBuilder();
        builder.Add(Entry.File("a", Content.Text("same"), Bash));
        builder.Add(Entry.File("a", Content.Text("same"), Dash));
        builder.Add(Entry.Directory("d", Bash, 0x1C0));
        builder.Add(Entry.Directory("d", Dash));
        Assert.Equal(Bash, builder.Find("a")!.Origin);
        Assert.Equal(0x1C0, builder.Find("d")!.Mode);
    }

    [Theory]
    [InlineData("mode")]
    [InlineData("owner")]
    [InlineData("attribute")]
    [InlineData("kind")]
    public void Sources_that_differ_in_more_than_bytes_do_not_agree(string what)
    {
        Entry first = Entry.File("a", Content.Text("same"), Bash);
        Entry second = what switch
        {
            "mode" => first with { Mode = UnixMode.Executable },
            "owner" => first with { Gid = 42 },
            "attribute" => first with { Attributes = [new ExtendedAttribute("user.a", new byte[] { 1 })] },
            _ => Entry.SymbolicLink("a", "same", Dash),
        };
        var builder = new FileTreeBuilder();
        builder.Add(first);
        Assert.Throws<AvocadoException>(() => builder.Add(second));
    }

    [Fact]
    public void A_replaced_entry_remembers_what_was_there()
    {
        var builder = new FileTreeBuilder();
        builder.Add(Entry.File("a", Content.Text("1"), Bash));
        builder.Replace(Entry.File("a", Content.Text("2"), Dash));
        Assert.Equal(Dash with { Replaced = Bash }, builder.Find("a")!.Origin);
    }

    [Fact]
    public void A_folder_that_becomes_a_link_takes_what_was_below_with_it()
    {
        var builder = new FileTreeBuilder();
        builder.Add(Entry.Directory("var/run", Bash));
        builder.Add(Entry.File("var/run/pid", Content.Text("1"), Bash));
        builder.Add(Entry.File("var/run-parts", Content.Text("1"), Bash));
        builder.Replace(Entry.SymbolicLink("var/run", "/run", Dash));
        Assert.Equal(["/", "/var", "/var/run", "/var/run-parts"], builder.Build().Entries.Select(e => e.Path.ToString()));
    }

    [Fact]
    public void A_file_below_a_file_is_an_error()
    {
        var builder = new FileTreeBuilder();
        builder.Add(Entry.File("a", Content.Text("1"), Bash));
        builder.Add(Entry.File("a/b", Content.Text("1"), Dash));
        Assert.Same(Codes.ParentIsNoDirectory, Assert.Throws<AvocadoException>(builder.Build).Code);
    }

    [Fact]
    public void A_tree_is_sorted_by_bytes_whatever_order_entries_come_in()
    {
        string[] paths = ["a/b", "a-b", "a.c", "a", "\U0001F600", "\uFF5E", "a/\uFF5E/x"];
        string? first = null;
        var random = new Random(3);
        for (int i = 0; i < 20; i++)
        {
            random.Shuffle(paths);
            var builder = new FileTreeBuilder();
            foreach (string path in paths.Where(p => p != "a"))
            {
                builder.Add(Entry.File(path, Content.Text(path), Bash));
            }
            FileTree tree = builder.Build();
            Assert.True(tree.Entries.Zip(tree.Entries.Skip(1)).All(p => p.First.Path < p.Second.Path));
            string all = string.Join(' ', tree.Entries);
            Assert.Equal(first ??= all, all);
            Assert.All(tree.Entries, e => Assert.Same(e, tree.Find(e.Path)));
        }
    }

    [Fact]
    public void Below_gives_a_folder_and_nothing_beside_it()
    {
        var builder = new FileTreeBuilder();
        foreach (string path in (string[])["a/b", "a/b-c", "a/b/c", "a/b.d", "a0", "a-b/c", "b"])
        {
            builder.Add(path is "a/b" ? Entry.Directory(path, Bash) : Entry.File(path, Content.Empty, Bash));
        }
        FileTree tree = builder.Build();
        Assert.Equal(["/a", "/a/b", "/a/b-c", "/a/b.d", "/a/b/c"], tree.Below("a").Select(e => e.Path.ToString()));
        Assert.Equal(["/a/b", "/a/b/c"], tree.Below("a/b").Select(e => e.Path.ToString()));
        Assert.Empty(tree.Below("nothing"));
        Assert.Equal(tree.Entries, tree.Below(UnixPath.Root));
        Assert.Null(tree.Find("a/c"));
    }

    [Fact]
    public void Hard_links_count_once_and_groups_of_two_sources_never_meet()
    {
        var builder = new FileTreeBuilder();
        Entry file = Entry.File("a", Content.Text("1234"), Bash) with { LinkGroup = new LinkGroup("bash", 1) };
        builder.Add(file);
        builder.Add(file with { Path = "b" });
        builder.Add(file with { Path = "c", LinkGroup = new LinkGroup("dash", 1) });
        builder.Add(file with { Path = "d", LinkGroup = null });
        Assert.Equal(12, builder.Build().ContentSize);
    }

    [Fact]
    public void A_tree_can_be_changed_through_a_builder_without_changing_itself()
    {
        var builder = new FileTreeBuilder();
        builder.Add(Entry.File("a/b", Content.Text("1"), Bash));
        FileTree tree = builder.Build();
        var second = new FileTreeBuilder(tree);
        Assert.Equal(2, second.Remove("a"));
        Assert.Equal(0, second.Remove("a"));
        Assert.NotNull(tree.Find("a/b"));
        Assert.Null(second.Build().Find("a/b"));
    }

    [Fact]
    public void No_time_in_an_image_is_later_than_the_source_date()
    {
        Entry entry = Entry.File("a", Content.Empty, Bash);
        Assert.Equal(100, entry.ResolveModificationTime(100));
        Assert.Equal(50, (entry with { ModificationTime = 50 }).ResolveModificationTime(100));
        Assert.Equal(100, (entry with { ModificationTime = 150 }).ResolveModificationTime(100));
    }

    [Fact]
    public void An_entry_that_lost_what_few_have_equals_one_that_never_had_it()
    {
        Entry plain = Entry.File("a", Content.Text("1"), Bash);
        Entry marked = plain with
        {
            LinkGroup = new LinkGroup("bash", 1),
            Device = new DeviceNumber(1, 2),
            Attributes = [new ExtendedAttribute("user.a", new byte[] { 1 })],
            LinkTarget = new byte[] { 1 },
        };
        Assert.NotEqual(plain, marked);
        Assert.Equal(plain, marked with { LinkGroup = null, Device = default, Attributes = [], LinkTarget = default });
        Assert.Equal(new DeviceNumber(1, 2), (marked with { LinkGroup = null }).Device);
    }
}
