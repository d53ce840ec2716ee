using System.Text;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Elf;
using Avocado.Formats.Kmod;
using Avocado.Images.Initrd;
using Avocado.Images.Modules;
using Avocado.Images.Tests.Linking;
using Avocado.Images.Tests.Modules;
using Avocado.Testing;
using Avocado.Testing.Elf;

namespace Avocado.Images.Tests.Initrd;

public class InitrdBuilderTests
{
    private const string Libraries = "usr/lib/x86_64-linux-gnu/";
    private const string Units = "usr/lib/systemd/system/";

    internal static readonly KernelModules Kernel = KernelModules.Read(SampleKernel.Default().Build());

    private static readonly Origin BootFlow = Origin.Generated("boot flow");

    [Fact]
    public void The_default_initrd_has_everything_that_its_manifest_names()
    {
        InitrdManifest manifest = DefaultInitrd.Manifest;

        FileTree initrd = InitrdBuilder.Build(manifest, Root().Build(), Kernel);

        Assert.All(manifest.Binaries, b => Assert.NotNull(initrd.Find(b.Name)));
        Assert.All(manifest.Units, u => Assert.Equal(u.IsOptional, initrd.Find(Units + u.Name) is null));
        Assert.All(manifest.UdevRules, r => Assert.NotNull(initrd.Find("usr/lib/udev/rules.d/" + r.Name)));
        Assert.All(manifest.Links, l => Assert.Equal(l.Target, initrd.Find(l.Path)!.LinkTargetText));
        Assert.All(manifest.Modules, m => Assert.Contains(
            initrd.Entries, e => ModuleFile.NameOf(e.Path.NameText) == ModuleFile.NameOf(m.Name)));
        Assert.Equal("dm_verity\nsquashfs\n", Text(initrd, "usr/lib/modules-load.d/avocado-initrd.conf"));
    }

    [Fact]
    public void A_failed_boot_restarts_the_device_instead_of_waiting()
    {
        FileTree initrd = InitrdBuilder.Build(DefaultInitrd.Manifest, Root().Build(), Kernel);

        Assert.Equal("reboot.target", initrd.Find(Units + "emergency.target")!.LinkTargetText);
        Assert.Equal("reboot.target", initrd.Find(Units + "rescue.target")!.LinkTargetText);
        Assert.Equal("initrd.target", initrd.Find(Units + "default.target")!.LinkTargetText);
        Assert.Equal(
            "[Manager]\nDefaultDeviceTimeoutSec=60s\n",
            Text(initrd, "etc/systemd/system.conf.d/10-avocado-initrd.conf"));
        Assert.Null(initrd.Find("usr/bin/sh"));
        Assert.Null(initrd.Find("usr/bin/bash"));
    }

    [Fact]
    public void Targets_pull_in_what_the_manifest_says()
    {
        FileTree initrd = InitrdBuilder.Build(DefaultInitrd.Manifest, Root().Build(), Kernel);

        Assert.All(DefaultInitrd.Manifest.Wants, w =>
        {
            Entry link = initrd.Find($"{Units}{w.Target}.wants/{w.Unit}")!;
            Assert.Equal("../" + w.Unit, link.LinkTargetText);
            Assert.NotNull(initrd.Find(Units + w.Unit));
        });
    }

    [Fact]
    public void The_initrd_knows_itself_and_its_groups_but_has_no_machine_id()
    {
        FileTree root = Root()
            .Text("etc/group", "root:x:0:\ntty:x:5:\ndisk:x:61:me\nvideo:x:44:\nme:x:1000:\n").Build();

        FileTree initrd = InitrdBuilder.Build(DefaultInitrd.Manifest, root, Kernel);

        Assert.Equal("ID=debian\n", Text(initrd, "etc/initrd-release"));
        Assert.Equal("initrd-release", initrd.Find("etc/os-release")!.LinkTargetText);
        Assert.Equal("", Text(initrd, "etc/machine-id"));
        Assert.Equal("root:x:0:\ntty:x:5:\nvideo:x:44:\ndisk:x:61:\n", Text(initrd, "etc/group"));
        Assert.StartsWith("root:x:0:0:", Text(initrd, "etc/passwd"), StringComparison.Ordinal);
    }

    [Fact]
    public void Libraries_come_along_with_their_links_and_their_own_libraries()
    {
        FileTree root = Root().Remove("usr/bin/kmod")
            .Elf("usr/bin/kmod", SampleTree.Program with { Needed = ["liba.so.1", "libc.so.6"] })
            .Link(Libraries + "liba.so.1", "real/liba.so.1.7")
            .Elf(Libraries + "real/liba.so.1.7", new ElfSample { Needed = ["libb.so"], RunPath = "$ORIGIN" })
            .Elf(Libraries + "real/libb.so", new ElfSample())
            .Elf(Libraries + "libunused.so", new ElfSample()).Build();

        FileTree initrd = InitrdBuilder.Build(DefaultInitrd.Manifest, root, Kernel);

        foreach (string path in (string[])
            ["liba.so.1", "real/liba.so.1.7", "real/libb.so", "libc.so.6", "ld-linux-x86-64.so.2"])
        {
            Assert.Equal(root.Find(Libraries + path), initrd.Find(Libraries + path));
        }
        Assert.Null(initrd.Find(Libraries + "libunused.so"));
    }

    [Fact]
    public void Libraries_opened_at_run_time_come_along_by_feature_and_priority()
    {
        const string Notes = """
            [{"feature":"kmod","priority":"suggested","soname":["libkmod.so.9","libkmod.so.2"]},
             {"feature":"tpm","priority":"recommended","soname":["libtss2.so"]},
             {"feature":"other","priority":"required","soname":["libmust.so"]}]
            """;
        FileTree root = Root().Remove("usr/bin/kmod")
            .Elf("usr/bin/kmod", SampleTree.Program with { Notes = [ElfSample.Dlopen(Notes)] })
            .Elf(Libraries + "libkmod.so.2", new ElfSample()).Elf(Libraries + "libtss2.so", new ElfSample())
            .Elf(Libraries + "libmust.so", new ElfSample()).Build();

        FileTree initrd = InitrdBuilder.Build(DefaultInitrd.Manifest, root, Kernel);

        Assert.NotNull(initrd.Find(Libraries + "libkmod.so.2"));
        Assert.NotNull(initrd.Find(Libraries + "libmust.so"));
        Assert.Null(initrd.Find(Libraries + "libtss2.so"));
    }

    [ToolFact("ldd", "openssl")]
    public void The_libraries_of_a_real_program_are_those_that_the_loader_maps()
    {
        string program = ForeignTool.Find("openssl")!;
        string[] lines = ForeignTool.Run("ldd", program).Output.Split('\n', StringSplitOptions.TrimEntries);
        // "libx.so.1 => /lib/tuple/libx.so.1 (0x...)", and the loader by its path.
        string[] mapped = [.. lines.Where(l => l.Contains('/', StringComparison.Ordinal))
            .Select(l => l[l.IndexOf('/', StringComparison.Ordinal)..].Split(' ')[0])];
        string folder = mapped.Select(m => Path.GetDirectoryName(m)!)
            .First(f => f.EndsWith("-linux-gnu", StringComparison.Ordinal));
        SampleTree root = new SampleTree().Text("usr/lib/os-release", "ID=host\n");
        foreach (string path in Directory.GetFiles(folder, "*.so*").Take(150).Concat(mapped).Append(program).Distinct())
        {
            root.File(path, File.ReadAllBytes(path));
        }

        FileTree initrd = InitrdBuilder.Build(new InitrdManifest { Binaries = [program] }, root.Build(), Kernel);

        Assert.Equal(
            mapped.Append(program).Order(StringComparer.Ordinal),
            initrd.Entries.Where(e => e.Content.Size > 0 && ElfFile.TryRead(e.Content) is not null)
                .Select(e => e.Path.ToString()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("usr/lib/systemd/systemd-veritysetup", "the program /usr/lib/systemd/systemd-veritysetup")]
    [InlineData("usr/lib/systemd/system/initrd.target", "the unit /usr/lib/systemd/system/initrd.target")]
    [InlineData("usr/lib/udev/rules.d/55-dm.rules", "the udev rules /usr/lib/udev/rules.d/55-dm.rules")]
    [InlineData("usr/lib/os-release", "/usr/lib/os-release")]
    public void A_listed_item_that_the_root_does_not_have_is_named(string path, string name)
    {
        FileTree root = Root().Remove(path).Build();

        var error = Assert.Throws<AvocadoException>(() => InitrdBuilder.Build(DefaultInitrd.Manifest, root, Kernel));

        Assert.Equal("AVO0541", error.Code.Id);
        Assert.Contains($"needs {name},", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_library_is_named_with_the_program_that_needs_it()
    {
        FileTree root = Root().Remove("usr/bin/kmod")
            .Elf("usr/bin/kmod", SampleTree.Program with { Needed = ["libnowhere.so"] }).Build();

        var error = Assert.Throws<AvocadoException>(() => InitrdBuilder.Build(DefaultInitrd.Manifest, root, Kernel));

        Assert.Equal("AVO0544", error.Code.Id);
        Assert.Contains(
            "/usr/bin/kmod (package sample 1.0-2) needs libnowhere.so", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Optional_items_may_be_missing_and_unknown_modules_may_not()
    {
        InitrdManifest optional = DefaultInitrd.Manifest with
        {
            Binaries = DefaultInitrd.Manifest.Binaries.Add(new InitrdItem("usr/bin/none", IsOptional: true)),
            Modules = DefaultInitrd.Manifest.Modules.Add(new InitrdItem("none", IsOptional: true)),
        };

        InitrdBuilder.Build(optional, Root().Build(), Kernel);
        var error = Assert.Throws<AvocadoException>(
            () => InitrdBuilder.Build(optional.WithModules(["none"]), Root().Build(), Kernel));

        Assert.Equal("AVO0542", error.Code.Id);
    }

    [Fact]
    public void A_want_for_a_unit_that_is_not_in_the_initrd_is_refused()
    {
        InitrdManifest manifest = DefaultInitrd.Manifest with { Wants = [new UnitWant("sysinit.target", "x.service")] };

        var error = Assert.Throws<AvocadoException>(() => InitrdBuilder.Build(manifest, Root().Build(), Kernel));

        Assert.Contains("x.service (wanted by sysinit.target)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Entries_keep_their_origin()
    {
        FileTree initrd = InitrdBuilder.Build(DefaultInitrd.Manifest, Root().Build(), Kernel);

        Assert.Equal(SampleTree.Package, initrd.Find("usr/bin/kmod")!.Origin);
        Assert.Equal(SampleKernel.Package, initrd.Find(SampleKernel.Folder + "kernel/fs/squashfs.ko")!.Origin);
        Assert.Equal(OriginKind.Generated, initrd.Find("etc/group")!.Origin.Kind);
    }

    [Fact]
    public void Modules_are_stored_unpacked()
    {
        FileTree initrd = InitrdBuilder.Build(DefaultInitrd.Manifest, Root().Build(), Kernel);

        Entry module = initrd.Find(SampleKernel.Folder + "kernel/fs/squashfs.ko")!;
        Assert.Equal("\u007fELF"u8.ToArray(), module.Content.ReadAll()[..4]);
        Assert.DoesNotContain(initrd.Entries, e => e.Path.NameText.EndsWith(".gz", StringComparison.Ordinal));
    }

    [ToolFact("systemd-tmpfiles")]
    public void Trust_anchors_are_copied_to_where_systemd_looks_for_them()
    {
        InitrdManifest manifest = DefaultInitrd.Manifest
            .WithTrustAnchors([("images", "PEM 1\n"), ("factory", "PEM 2\n")], BootFlow)
            .WithVerityTab(["store UUID=1 UUID=2 abc -"], BootFlow);

        FileTree initrd = InitrdBuilder.Build(manifest, Root().Build(), Kernel);

        Assert.Equal("store UUID=1 UUID=2 abc -\n", Text(initrd, "etc/veritytab"));
        Assert.NotNull(initrd.Find(Units + "sysinit.target.wants/systemd-tmpfiles-setup.service"));
        using var folder = new TemporaryFolder();
        foreach (Entry entry in initrd.Below("usr/lib").Where(e => e.Origin == BootFlow && e.Kind == EntryKind.File))
        {
            folder.Write(entry.Path.ToString()[1..], entry.Content.ReadAll());
        }
        ForeignTool.Try("systemd-tmpfiles", $"--root={folder.Path}", "--create", "avocado-anchors.conf");
        Assert.Equal("PEM 1\n", File.ReadAllText(folder["run/verity.d/images.crt"]));
        Assert.Equal("PEM 2\n", File.ReadAllText(folder["run/verity.d/factory.crt"]));
    }

    [Fact]
    public void The_same_packages_give_the_same_initrd()
    {
        FileTree root = Root().Build();
        static string[] Lines(FileTree tree) => [.. tree.Entries.Select(e =>
            $"{e.Path} {e.Kind} {e.Mode} {e.Uid} {e.Gid} {e.ModificationTime} {e.LinkTargetText} {e.Origin} "
            + e.Content.ComputeDigest())];

        Assert.Equal(
            Lines(InitrdBuilder.Build(DefaultInitrd.Manifest, root, Kernel)),
            Lines(InitrdBuilder.Build(
                DefaultInitrd.Manifest, Root().Build(), KernelModules.Read(SampleKernel.Default().Build(), parallelism: 1))));
    }

    /// <summary>A root with all that the default manifest names.</summary>
    internal static SampleTree Root()
    {
        SampleTree root = SampleTree.WithLoader().Text("usr/lib/os-release", "ID=debian\n").Link("bin", "usr/bin")
            .Text("usr/bin/sh", "#!").Text(Units + "systemd-tmpfiles-setup.service", "[Unit]\n")
            .Link(Units + "default.target", "graphical.target").Text(Units + "emergency.target", "[Unit]\n");
        InitrdManifest manifest = DefaultInitrd.Manifest;
        string[] links = ["usr/sbin/modprobe", "usr/lib/systemd/systemd-udevd"];
        foreach (InitrdItem item in manifest.Binaries.Where(b => !links.Contains(b.Name)))
        {
            root.Elf(item.Name, SampleTree.Program with { Needed = ["libc.so.6"] });
        }
        root.Link("usr/sbin/modprobe", "../bin/kmod").Link("usr/lib/systemd/systemd-udevd", "../../bin/udevadm");
        foreach (InitrdItem item in manifest.Units.Where(u => !u.IsOptional))
        {
            root.Text(Units + item.Name, "[Unit]\n");
        }
        foreach (InitrdItem item in manifest.UdevRules)
        {
            root.Text("usr/lib/udev/rules.d/" + item.Name, "# rules\n");
        }
        return root;
    }

    private static string Text(FileTree tree, string path) =>
        Encoding.UTF8.GetString(tree.Find(path)!.Content.ReadAll());
}
