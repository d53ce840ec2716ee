using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Images.HostFiles;
using Avocado.Images.SystemSetup;
using Avocado.Images.SystemSetup.Units;
using Avocado.Testing;

namespace Avocado.Images.Tests.SystemSetup;

public class UnitEnablerTests
{
    private const string Multi = "[Install]\nWantedBy=multi-user.target\n";

    /// <summary>Everything an [Install] section and a preset can say that systemd 252 knows.</summary>
    private static readonly (string Path, string Text)[] Units =
    [
        ("usr/lib/systemd/system/plain.service", Multi),
        ("usr/lib/systemd/system/disabled.service", Multi),
        ("usr/lib/systemd/system/also-named.socket", "[Install]\nWantedBy=sockets.target\nAlso=disabled.service\n"),
        ("usr/lib/systemd/system/alias.service", "[Install]\nAlias=short.service dbus-org.x.service\n"),
        ("usr/lib/systemd/system/required.service", "[Install]\nRequiredBy=boot-complete.target\n"),
        ("usr/lib/systemd/system/static.service", "[Service]\nExecStart=/x\n"),
        ("usr/lib/systemd/system/getty@.service", "[Install]\nWantedBy=getty.target\nDefaultInstance=tty1\n"),
        ("usr/lib/systemd/system/probe@.service", "[Install]\nWantedBy=multi-user.target\n"),
        ("usr/lib/systemd/system/instanced@.service", "[Install]\nWantedBy=dev-%i.device a@%i.target\nAlias=ai@.service\n"),
        ("usr/lib/systemd/system/onlytemplate@.service", "[Install]\nWantedBy=user@.service\n"),
        ("usr/lib/systemd/system/specifier-a-b.service", "[Install]\nWantedBy=%p.target %N-x.target\nAlias=%j.service\n"),
        ("usr/lib/systemd/system/reset.service", "[Install]\nWantedBy=a.target\nWantedBy=\nWantedBy=b.target\n"),
        ("usr/lib/systemd/system/continued.service", "[Install]\nWantedBy=a.target \\\n# note\n  b.target\n"),
        ("usr/lib/systemd/system/dropped.service", "[Service]\nExecStart=/x\n"),
        ("usr/lib/systemd/system/dropped.service.d/10-install.conf", Multi),
        ("usr/lib/systemd/system/overridden.service", Multi),
        ("etc/systemd/system/overridden.service", "[Install]\nWantedBy=other.target\n"),
        ("usr/lib/systemd/system/wrongtype.service", "[Install]\nAlias=wrong.socket\nWantedBy=no-suffix\n"),
        ("usr/lib/systemd/system/data.mount", "[Install]\nWantedBy=local-fs.target\nAlias=other.mount\n"),
        ("usr/lib/systemd/system/template@.service", "[Install]\nAlias=t@x.service\nWantedBy=a.target\n"),
        ("usr/lib/systemd/system/empty.service", ""),
        ("usr/lib/systemd/system/masked.service", Multi),
        ("usr/lib/systemd/system/also-masked.service", Multi + "Also=masked.service missing.service\n"),
        ("usr/lib/systemd/system/range-b.service", Multi),
        ("usr/lib/systemd/system/range-z.service", Multi),
        ("usr/lib/systemd/system/not a unit.service", Multi),
        ("usr/lib/systemd/system/readme.txt", Multi),
        ("usr/lib/systemd/system-preset/50-first.preset",
            """
            # first match wins
            disable disabled.service
            enable disabled.service
            enable probe@.service one two
            enable instanced@.service sda
            disable range-[a-c].service
            ; comment
            nonsense

            """),
        ("usr/lib/systemd/system-preset/60-second.preset", "disable plain.service\n"),
        ("etc/systemd/system-preset/60-second.preset", "enable plain.service\n"),
        ("usr/lib/systemd/system-preset/90-rest.preset", "enable *\n"),
    ];

    [Fact]
    public void Units_are_enabled_as_their_install_sections_and_the_presets_say()
    {
        string[] links = [.. Links(Enable(Tree()))];
        Assert.Contains("multi-user.target.wants/plain.service -> /usr/lib/systemd/system/plain.service", links);
        Assert.Contains("boot-complete.target.requires/required.service -> /usr/lib/systemd/system/required.service", links);
        Assert.Contains("getty.target.wants/getty@tty1.service -> /usr/lib/systemd/system/getty@.service", links);
        Assert.Contains("multi-user.target.wants/probe@two.service -> /usr/lib/systemd/system/probe@.service", links);
        Assert.Contains("short.service -> /usr/lib/systemd/system/alias.service", links);
        Assert.DoesNotContain(links, l => l.Contains("range-b", StringComparison.Ordinal));
        Assert.DoesNotContain(links, l => l.Contains("/masked", StringComparison.Ordinal));
    }

    [Fact]
    public void Upheld_units_get_their_link()
    {
        FileTreeBuilder tree = SetupTree.Create(
            ("usr/lib/systemd/system/up.service", "[Install]\nUpheldBy=multi-user.target\n"));
        Assert.Equal(["multi-user.target.upholds/up.service -> /usr/lib/systemd/system/up.service"], Links(Enable(tree)));
    }

    [Fact]
    public void An_ignored_unit_is_left_as_it_is()
    {
        FileTreeBuilder tree = SetupTree.Create(
            ("usr/lib/systemd/system/x.service", Multi),
            ("usr/lib/systemd/system-preset/1.preset", "ignore x.service\nenable x.service\n"));
        Assert.Empty(Links(Enable(tree)));
    }

    [Fact]
    public void A_link_says_why_it_is_there()
    {
        FileTreeBuilder tree = Enable(Tree());
        Assert.Equal("enabled with also-named.socket",
            tree.Find("etc/systemd/system/multi-user.target.wants/disabled.service")!.Origin.Reason);
        Assert.Equal("enabled by preset",
            tree.Find("etc/systemd/system/multi-user.target.wants/plain.service")!.Origin.Reason);
    }

    [Fact]
    public void A_link_that_is_there_stays()
    {
        FileTreeBuilder tree = Tree();
        tree.Add(Entry.SymbolicLink("etc/systemd/system/short.service", "/usr/lib/systemd/system/plain.service", TestFiles.Overlay));
        Assert.Equal(TestFiles.Overlay, Enable(tree).Find("etc/systemd/system/short.service")!.Origin);
    }

    [Fact]
    public void A_specifier_that_only_a_running_system_knows_is_an_error()
    {
        FileTreeBuilder tree = SetupTree.Create(("usr/lib/systemd/system/x.service", "[Install]\nWantedBy=%H.target\n"));
        Assert.Same(Codes.BadUnit, Assert.Throws<AvocadoException>(() => Enable(tree)).Code);
    }

    [ToolFact("systemctl")]
    public void Systemctl_makes_the_same_links()
    {
        AssertSystemctlAgrees(Tree().Build());
    }

    [ToolFact("systemctl")]
    public void Systemctl_makes_the_same_links_for_the_units_of_this_host()
    {
        var tree = new FileTreeBuilder();
        foreach (string folder in (string[])["usr/lib/systemd/system", "usr/lib/systemd/system-preset"])
        {
            foreach (Entry entry in new HostFolderReader()
                .Read(new HostFolder("/" + folder, TestFiles.Package("host"), [])).Entries)
            {
                tree.Add(entry with { Path = (UnixPath)folder / entry.Path });
            }
        }
        AssertSystemctlAgrees(tree.Build(), minimum: 10);
        tree.Replace(TestFiles.Text("usr/lib/systemd/system-preset/99-product.preset", "disable *\n"));
        AssertSystemctlAgrees(tree.Build(), minimum: 10);
    }

    [Theory]
    [InlineData("a*", "abc", true)]
    [InlineData("*c", "abc", true)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a[a-c]c", "abc", true)]
    [InlineData("a[!a-c]c", "abc", false)]
    [InlineData("a[^x]c", "abc", true)]
    [InlineData("a[]b]c", "abc", true)]
    [InlineData("a[b", "a[b", true)]
    [InlineData(@"a\*", @"a\bc", true)]
    [InlineData("*", "", true)]
    [InlineData("", "a", false)]
    [InlineData("systemd-journal-remote.*", "systemd-journal-remote.socket", true)]
    public void Preset_patterns_match_as_fnmatch_does(string pattern, string text, bool matches)
    {
        Assert.Equal(matches, ShellPattern.Matches(pattern, text));
    }

    [Theory]
    [InlineData("a.service", true)]
    [InlineData("a@b.service", true)]
    [InlineData("a@.service", true)]
    [InlineData(@"dev-disk-by\x2dlabel-x.swap", true)]
    [InlineData("a", false)]
    [InlineData("@a.service", false)]
    [InlineData(".service", false)]
    [InlineData("a b.service", false)]
    [InlineData("ä.service", false)]
    [InlineData("a/b.service", false)]
    [InlineData("a.desktop", false)]
    public void A_unit_has_a_name_that_systemd_accepts(string name, bool valid)
    {
        Assert.Equal(valid, UnitName.IsValid(name));
    }

    [Fact]
    public void Hostile_units_and_presets_are_typed_errors_or_right_results()
    {
        var random = new Random(7);
        for (int i = 0; i < 300; i++)
        {
            FileTreeBuilder tree = Tree();
            Entry victim = tree.Unordered.Where(e => e.Content.Size > 0).ElementAt(random.Next(20));
            byte[] bytes = victim.Content.ReadAll();
            for (int j = 0; j < 4; j++)
            {
                bytes[random.Next(bytes.Length)] = (byte)"=[]\\%@./*\n \0\u00FF"[random.Next(13)];
            }
            tree.Replace(victim with { Content = Content.Bytes(bytes) });
            Exception? error = Record.Exception(() => Enable(tree).Build());
            Assert.True(error is null or AvocadoException, error?.ToString());
        }
    }

    private static void AssertSystemctlAgrees(FileTree units, int minimum = 1)
    {
        using var folder = new TemporaryFolder();
        TestFiles.WriteTo(units, folder.Path);
        // It answers 1 when a unit cannot be enabled, as one of the examples cannot; its links decide.
        ForeignTool.Try("systemctl", "--root=" + folder.Path, "preset-all");
        IEnumerable<Entry> made = new HostFolderReader()
            .Read(new HostFolder(folder["etc"], TestFiles.Overlay, [])).Entries
            .Select(e => e with { Path = (UnixPath)"etc" / e.Path });
        string[] expected = [.. Links(made)];
        Assert.True(expected.Length >= minimum);
        Assert.Equal(expected, Links(Enable(new FileTreeBuilder(units))));
    }

    private static FileTreeBuilder Tree()
    {
        var tree = new FileTreeBuilder();
        foreach ((string path, string text) in Units)
        {
            tree.Add(TestFiles.Text(path, text, TestFiles.Package("test")));
        }
        tree.Add(Entry.SymbolicLink("etc/systemd/system/masked.service", "/dev/null", TestFiles.Overlay));
        tree.Add(Entry.SymbolicLink("usr/lib/systemd/system/other-name.service", "plain.service", TestFiles.Package("test")));
        return tree;
    }

    private static FileTreeBuilder Enable(FileTreeBuilder tree)
    {
        IEnumerable<string> presets = new SystemSetupContext(tree, TestFiles.Project())
            .ReadConfiguration("systemd/system-preset", ".preset").Select(f => f.Text);
        new UnitEnabler(tree, "test").Apply(new PresetRules(presets));
        return tree;
    }

    private static IEnumerable<string> Links(FileTreeBuilder tree) => Links(tree.Unordered);

    private static IEnumerable<string> Links(IEnumerable<Entry> entries) => entries
        .Where(e => e.Kind == EntryKind.SymbolicLink && e.Path.IsIn("etc/systemd/system") && e.LinkTargetText != "/dev/null")
        .OrderBy(e => e.Path)
        .Select(e => $"{e.Path.RelativeTo("etc/systemd/system").ToString()[1..]} -> {e.LinkTargetText}");
}
