using Avocado.Files;
using Avocado.Images.Model;
using Avocado.Images.SystemSetup;
using Avocado.Testing;

namespace Avocado.Images.Tests.SystemSetup;

public sealed class StepTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Configuration_that_scripts_would_copy_is_in_place()
    {
        FileTreeBuilder tree = SetupTree.Apply(new ConfigurationFilesStep(), SetupTree.Create(
            ("usr/share/libc-bin/nsswitch.conf", "passwd: files\n"),
            ("usr/share/base-files/dot.profile", "profile\n"),
            ("usr/share/debianutils/shells", "/bin/sh\n"),
            ("usr/share/debianutils/shells.d/dash", "/usr/bin/dash\n"),
            ("usr/share/debianutils/shells.d/bash", "/usr/bin/bash\n")));
        Assert.Equal("passwd: files\n", tree.TextAt("etc/nsswitch.conf"));
        Assert.Equal("profile\n", tree.TextAt("root/.profile"));
        Assert.Equal("/bin/sh\n/usr/bin/bash\n/usr/bin/dash\n", tree.TextAt("etc/shells"));
        Assert.False(tree.Contains("root/.bashrc"));
    }

    [Fact]
    public void What_the_project_puts_somewhere_stays()
    {
        FileTreeBuilder tree = SetupTree.Create(("usr/share/libc-bin/nsswitch.conf", "passwd: files\n"));
        tree.Add(TestFiles.Text("etc/nsswitch.conf", "mine", TestFiles.Overlay));
        tree.Add(TestFiles.Text("etc/hostname", "mine", TestFiles.Overlay));
        SystemSetupPipeline.Apply(tree, TestFiles.Project());
        Assert.Equal("mine", tree.TextAt("etc/nsswitch.conf"));
        Assert.Equal("mine", tree.TextAt("etc/hostname"));
    }

    [Fact]
    public void Login_has_its_five_stacks_where_there_is_PAM()
    {
        FileTreeBuilder tree = SetupTree.Apply(new PamStep(), SetupTree.Create(("etc/pam.d/other", "x")));
        foreach (string type in (string[])["account", "auth", "password", "session"])
        {
            string[] lines = tree.TextAt($"etc/pam.d/common-{type}")!.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.All(lines, l => Assert.StartsWith(type, l.TrimStart('-')));
            Assert.Contains(lines, l => l.Contains("pam_deny.so", StringComparison.Ordinal));
        }
        Assert.NotNull(tree.TextAt("etc/pam.d/common-session-noninteractive"));
        Assert.DoesNotContain("nullok", tree.TextAt("etc/pam.d/common-auth"));
        Assert.Equal(3, SetupTree.Apply(new PamStep(), SetupTree.Create()).Count);
    }

    [Fact]
    public void Folders_and_links_of_every_system_are_there()
    {
        FileTreeBuilder tree = SetupTree.Create(("usr/bin/x", ""), ("usr/lib/systemd/systemd-resolved", ""));
        tree.Add(Entry.Directory("var/run", TestFiles.Package("base-files")));
        tree.Add(Entry.Directory("tmp", TestFiles.Package("base-files"), 0x1C0));
        FileTree root = SetupTree.Apply(new LinksAndFoldersStep(), tree).Build();
        Assert.Equal("usr/bin", root.Find("bin")!.LinkTargetText);
        Assert.Equal("usr/lib", root.Find("lib")!.LinkTargetText);
        Assert.Null(root.Find("lib64"));
        Assert.Equal("/run", root.Find("var/run")!.LinkTargetText);
        Assert.Equal("base-files", root.Find("var/run")!.Origin.Replaced?.Name);
        Assert.Equal("../run/systemd/resolve/stub-resolv.conf", root.Find("etc/resolv.conf")!.LinkTargetText);
        Assert.Equal(0x3FF, root.Find("var/tmp")!.Mode);
        Assert.Equal(0x1C0, root.Find("tmp")!.Mode);
        Assert.Equal(0x1C0, root.Find("root")!.Mode);
        Assert.Null(SetupTree.Apply(new LinksAndFoldersStep(), SetupTree.Create()).Find("etc/resolv.conf"));
    }

    [Fact]
    public void The_first_alternative_that_is_installed_gets_the_name()
    {
        FileTreeBuilder tree = SetupTree.Create(("usr/bin/which.debianutils", ""), ("usr/bin/mawk", ""), ("usr/bin/nc", "own"));
        SetupTree.Apply(new AlternativesStep(), tree);
        Assert.Equal("which.debianutils", tree.Find("usr/bin/which")!.LinkTargetText);
        Assert.Equal("mawk", tree.Find("usr/bin/awk")!.LinkTargetText);
        Assert.Equal("own", tree.TextAt("usr/bin/nc"));
        Assert.False(tree.Contains("usr/bin/vi"));
    }

    [Theory]
    [InlineData("gateway", "gateway")]
    [InlineData("my_gateway.v2", "my-gateway.v2")]
    [InlineData("_x_", "x")]
    [InlineData("___", "localhost")]
    public void The_host_name_is_the_images_as_the_network_allows(string id, string name)
    {
        Assert.Equal(name, IdentityStep.HostNameOf(id));
    }

    [Fact]
    public void The_machine_id_is_empty_and_not_uninitialized()
    {
        FileTreeBuilder tree = SetupTree.Apply(new IdentityStep(), SetupTree.Create());
        Assert.Equal(0, tree.Find("etc/machine-id")!.Content.Size);
        Assert.Equal("gateway\n", tree.TextAt("etc/hostname"));
        Assert.Contains("127.0.1.1 gateway\n", tree.TextAt("etc/hosts"));
    }

    [Fact]
    public void Only_units_that_are_there_are_masked()
    {
        FileTreeBuilder tree = SetupTree.Apply(
            new UnitMasksStep(), SetupTree.Create(("usr/lib/systemd/system/ldconfig.service", "x")));
        Assert.Equal("/dev/null", tree.Find("etc/systemd/system/ldconfig.service")!.LinkTargetText);
        Assert.Single(tree.Unordered, e => e.Path.IsIn("etc/systemd/system"));
    }

    [Fact]
    public void Units_of_the_project_are_enabled_as_it_says_and_the_rest_is_not()
    {
        SystemUnit[] units =
        [
            new(Unit("on"), "on.service", null, Enable: true),
            new(Unit("off"), "off.service", null, Enable: false),
            new(Unit("elsewhere"), "elsewhere.service", "app", Enable: true),
        ];
        FileTreeBuilder tree = SetupTree.Create(
            ("usr/lib/systemd/system/pcrlock.service", "[Install]\nWantedBy=multi-user.target\n"),
            ("usr/lib/systemd/system/getty@.service", "[Install]\nWantedBy=getty.target\nDefaultInstance=tty1\n"),
            ("usr/lib/systemd/system/app.service", "[Install]\nWantedBy=multi-user.target\n"),
            ("usr/lib/systemd/system-preset/90-systemd.preset", "enable getty@.service\n"),
            ("usr/lib/systemd/system/multi-user.target", "[Unit]\n"));
        SystemSetupPipeline.Apply(tree, TestFiles.Project(p => p with
        {
            Units = [.. units],
            Apps = [new AppPayload("App", "/x", "App", null, new AppUnit("app", "App"))],
        }));
        Assert.Equal(
            ["/etc/systemd/system/default.target", "/etc/systemd/system/multi-user.target.wants/app.service",
                "/etc/systemd/system/multi-user.target.wants/on.service"],
            tree.Unordered.Where(e => e.Path.IsIn("etc/systemd/system")).Select(e => e.Path).Order().Select(p => p.ToString()));
        Assert.False(tree.Contains("usr/lib/systemd/system/elsewhere.service"));
    }

    [Fact]
    public void A_preset_of_the_project_decides_before_those_of_the_SDK()
    {
        FileTreeBuilder tree = SetupTree.Create(
            ("usr/lib/systemd/system/getty@.service", "[Install]\nWantedBy=getty.target\nDefaultInstance=tty1\n"));
        tree.Add(TestFiles.Text("etc/systemd/system-preset/50-product.preset", "enable getty@.service\n", TestFiles.Overlay));
        SystemSetupPipeline.Apply(tree, TestFiles.Project());
        Assert.True(tree.Contains("etc/systemd/system/getty.target.wants/getty@tty1.service"));
    }

    [Fact]
    public void What_packages_have_in_var_is_made_at_boot()
    {
        FileTreeBuilder tree = SetupTree.Create(
            ("usr/lib/tmpfiles.d/var.conf", "d /var/lib 0755 - - -\nq /var 0755\nL /var/run - - - - ../run\n"),
            ("var/lib/app/seed", "seed"));
        tree.Add(Entry.Directory("var/lib", TestFiles.Package("a")));
        tree.Add(Entry.Directory("var/lib/app", TestFiles.Package("a"), 0x1C0) with { Uid = 7, Gid = 8 });
        tree.Add(Entry.SymbolicLink("var/lib/app/link", "seed", TestFiles.Package("a")));
        tree.Add(Entry.SymbolicLink("var/run", "/run", TestFiles.Package("a")));
        SetupTree.Apply(new VarFoldersStep(), tree);
        Assert.Equal(
            """
            # Made by the image build: /var of this image.
            d /var/lib/app 0700 7 8 -
            L /var/lib/app/link - - - - seed
            C /var/lib/app/seed - - - - /usr/share/factory/var/lib/app/seed

            """, tree.TextAt("usr/lib/tmpfiles.d/avocado-var.conf"));
        Assert.Equal("seed", tree.TextAt("usr/share/factory/var/lib/app/seed"));
    }

    [ToolFact("systemd-tmpfiles")]
    public void Systemd_makes_var_as_the_image_has_it()
    {
        FileTreeBuilder tree = SetupTree.Create(("var/lib/a b/100%", "seed"), ("var/lib/a b/q\"s\\", "odd"));
        tree.Add(Entry.Directory("var/lib", TestFiles.Package("a")));
        tree.Add(Entry.Directory("var/lib/a b", TestFiles.Package("a"), 0x1C0));
        tree.Add(Entry.SymbolicLink("var/lib/a b/link", "100%", TestFiles.Package("a")));
        FileTree root = SetupTree.Apply(new VarFoldersStep(), tree).Build();
        TestFiles.WriteTo(root, _folder.Path);
        Directory.Delete(_folder["var"], recursive: true);
        // The lines name numeric owners: whoever runs this test owns what it makes.
        string conf = _folder["usr/lib/tmpfiles.d/avocado-var.conf"];
        File.WriteAllText(conf, File.ReadAllText(conf).Replace(" 0 0 -", " - - -", StringComparison.Ordinal));
        ForeignTool.Run("systemd-tmpfiles", "--root=" + _folder.Path, "--create", "--prefix=/var");
        Assert.Equal("seed", File.ReadAllText(_folder["var/lib/a b/100%"]));
        Assert.Equal("odd", File.ReadAllText(_folder["var/lib/a b/q\"s\\"]));
        Assert.Equal("100%", new FileInfo(_folder["var/lib/a b/link"]).LinkTarget);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal((UnixFileMode)0x1C0, File.GetUnixFileMode(_folder["var/lib/a b"]));
        }
    }

    [Fact]
    public void The_same_packages_and_project_give_the_same_root_whatever_the_order()
    {
        string? first = null;
        for (int seed = 0; seed < 5; seed++)
        {
            var random = new Random(seed);
            Entry[] entries = [.. Everything().Unordered];
            random.Shuffle(entries);
            var tree = new FileTreeBuilder();
            foreach (Entry entry in entries)
            {
                tree.Add(entry);
            }
            SystemSetupPipeline.Apply(tree, TestFiles.Project(p => p with { ImageId = "gateway" }));
            string description = TestFiles.Describe(tree.Build());
            Assert.Equal(first ??= description, description);
        }
    }

    [Fact]
    public void Every_step_is_named_and_says_what_it_made()
    {
        FileTreeBuilder tree = Everything();
        HashSet<UnixPath> before = [.. tree.Unordered.Select(e => e.Path)];
        var names = new List<string>();
        SystemSetupPipeline.Apply(tree, TestFiles.Project(), new Progress(names));
        Assert.Equal(names.Distinct(), names);
        Assert.Equal(SystemSetupPipeline.Steps.Length, names.Count);
        Assert.Equal("copied to /var at boot", tree.Find("usr/share/factory/var/lib/misc/x")!.Origin.Reason);
        Assert.All(tree.Unordered.Where(e => !before.Contains(e.Path) && !e.Path.IsIn("usr/share/factory")), e =>
        {
            Assert.Equal(OriginKind.Generated, e.Origin.Kind);
            Assert.Contains(e.Origin.Name, names);
            Assert.False(string.IsNullOrEmpty(e.Origin.Reason));
        });
    }

    private static FileTreeBuilder Everything() => SetupTree.Create(
        ("usr/lib/systemd/system/a.service", "[Install]\nWantedBy=multi-user.target\n"),
        ("usr/lib/systemd/system/b.service", "[Install]\nWantedBy=multi-user.target\nAlias=c.service\n"),
        ("usr/lib/systemd/system/ldconfig.service", "x"),
        ("usr/lib/systemd/system-preset/50.preset", "enable a.service\nenable b.service\n"),
        ("usr/lib/sysusers.d/a.conf", "u zeta -\nu alpha -\nm zeta audio\n"),
        ("usr/share/libc-bin/nsswitch.conf", "passwd: files\n"),
        ("usr/bin/which.debianutils", ""),
        ("etc/pam.d/other", "x"),
        ("var/lib/misc/x", "x"));

    private string Unit(string name) => _folder.Write(name, "[Install]\nWantedBy=multi-user.target\n"u8);

    private sealed class Progress(List<string> names) : IProgress<string>
    {
        public void Report(string value) => names.Add(value);
    }
}
