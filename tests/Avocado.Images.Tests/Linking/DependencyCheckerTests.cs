using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Images.Linking;
using Avocado.Testing.Elf;

namespace Avocado.Images.Tests.Linking;

public class DependencyCheckerTests
{
    private const string Libraries = "usr/lib/x86_64-linux-gnu/";

    private static readonly ElfSample Library = new();

    [Fact]
    public void A_complete_image_has_no_findings()
    {
        FileTree root = SampleTree.WithLoader()
            .Elf("usr/bin/tool", SampleTree.Program with { Needed = ["libfoo.so.1", "libc.so.6"] })
            .Elf(Libraries + "libfoo.so.1.2", Library with { Needed = ["libc.so.6"] })
            .Link(Libraries + "libfoo.so.1", "libfoo.so.1.2")
            .Text("usr/bin/script", "#!/bin/sh\n").Build();

        DependencyReport report = new DependencyChecker().Check(root);

        Assert.Empty(report.Missing);
        Assert.Equal(4, report.Checked);
        report.ThrowIfMissing();
    }

    [Fact]
    public void One_error_names_every_missing_library_with_its_user_and_its_package()
    {
        FileTree root = SampleTree.WithLoader()
            .Elf("usr/bin/a", SampleTree.Program with { Needed = ["libfoo.so.1", "libc.so.6"] })
            .Elf("usr/bin/b", SampleTree.Program with { Needed = ["libbar.so.2"], Interpreter = "/lib/ld-other.so.1" })
            .Build();
        var checker = new DependencyChecker { FindPackage = name => name == "libfoo.so.1" ? "libfoo1" : null };

        var error = Assert.Throws<AvocadoException>(checker.Check(root).ThrowIfMissing);

        Assert.Equal("AVO0540", error.Code.Id);
        Assert.Contains(
            "/usr/bin/a (package sample 1.0-2) needs libfoo.so.1, which the package libfoo1 has", error.Message,
            StringComparison.Ordinal);
        Assert.Contains("/usr/bin/b (package sample 1.0-2) needs libbar.so.2, which no known package has",
            error.Message, StringComparison.Ordinal);
        Assert.Contains("needs the loader /lib/ld-other.so.1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lib")]
    [InlineData("usr/lib")]
    [InlineData("lib64")]
    [InlineData("usr/lib64")]
    [InlineData("lib/x86_64-linux-gnu")]
    public void Every_folder_of_the_loader_is_looked_at(string folder)
    {
        FileTree root = new SampleTree()
            .Elf("bin/tool", new ElfSample { Needed = ["libfoo.so.1"] })
            .Elf(folder + "/libfoo.so.1", Library).Build();

        Assert.Empty(new DependencyChecker().Check(root).Missing);
    }

    [Fact]
    public void A_library_of_another_machine_does_not_count()
    {
        FileTree root = SampleTree.WithLoader()
            .Elf("usr/bin/tool", SampleTree.Program with { Needed = ["libfoo.so.1"] })
            .Elf("usr/lib/libfoo.so.1", Library with { Machine = 183 }).Build();

        Assert.Equal("libfoo.so.1", Assert.Single(new DependencyChecker().Check(root).Missing).Name);
    }

    [Fact]
    public void Each_machine_is_looked_up_in_its_own_folders()
    {
        FileTree root = new SampleTree()
            .Elf("usr/bin/tool", new ElfSample { Machine = 183, Needed = ["libfoo.so.1"] })
            .Elf("usr/lib/aarch64-linux-gnu/libfoo.so.1", Library with { Machine = 183 })
            .Elf("usr/lib/i386-linux-gnu/libbar.so", new ElfSample
            {
                Machine = 3,
                Is64Bit = false,
                Needed = ["libfoo.so.1"],
            })
            .Build();

        MissingDependency missing = Assert.Single(new DependencyChecker().Check(root).Missing);
        Assert.Equal("/usr/lib/i386-linux-gnu/libbar.so", missing.Path.ToString());
    }

    [Fact]
    public void An_extension_finds_libraries_of_the_root_and_is_named_alone()
    {
        FileTree root = SampleTree.WithLoader()
            .Elf("usr/bin/broken", SampleTree.Program with { Needed = ["libx.so"] }).Build();
        FileTree extension = new SampleTree()
            .Elf("usr/lib/app/app", SampleTree.Program with
            {
                Needed = ["libc.so.6", "libown.so", "libmissing.so"],
                RunPath = "$ORIGIN",
            })
            .Elf("usr/lib/app/libown.so", Library with { Needed = ["libc.so.6"] }).Build();

        DependencyReport report = new DependencyChecker().Check(root, extension);

        Assert.Equal("libmissing.so", Assert.Single(report.Missing).Name);
        Assert.Equal(2, report.Checked);
    }

    [Fact]
    public void Libraries_of_an_app_find_their_siblings()
    {
        // The app loads them by path: what they need of each other is there already.
        FileTree root = SampleTree.WithLoader()
            .Elf("usr/lib/app/liba.so", Library with { Needed = ["libb.so"] })
            .Elf("usr/lib/app/libb.so", Library).Build();

        Assert.Empty(new DependencyChecker().Check(root).Missing);
    }

    [Fact]
    public void A_program_does_not_find_its_siblings_without_a_path()
    {
        FileTree root = SampleTree.WithLoader()
            .Elf("usr/lib/app/app", SampleTree.Program with { Needed = ["libb.so"] })
            .Elf("usr/lib/app/libb.so", Library).Build();

        Assert.Equal("libb.so", Assert.Single(new DependencyChecker().Check(root).Missing).Name);
    }

    [Fact]
    public void What_may_be_missing_is_reported_with_its_reason()
    {
        FileTree root = SampleTree.WithLoader()
            .Elf("usr/lib/app/libcoreclrtraceptprovider.so", Library with
            {
                Needed = ["liblttng-ust.so.1", "libother.so"],
            })
            .Build();

        var asked = new List<string>();
        var checker = new DependencyChecker
        {
            FindPackage = name =>
            {
                asked.Add(name);
                return null;
            },
        };
        DependencyReport report = checker.Check(root);

        Assert.Equal("libother.so", Assert.Single(report.Missing).Name);
        // Looking for a package may ask the network, which a build that succeeds has no need of.
        Assert.Equal(["libother.so"], asked);
        (MissingDependency missing, AllowedMissing because) = Assert.Single(report.Allowed);
        Assert.Equal("liblttng-ust.so.1", missing.Name);
        Assert.Contains("LTTng", because.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Configured_folders_count_only_with_the_cache_that_the_loader_reads(bool hasCache)
    {
        SampleTree tree = SampleTree.WithLoader()
            .Text("etc/ld.so.conf", "include /etc/ld.so.conf.d/*.conf\n")
            .Text("etc/ld.so.conf.d/vendor.conf", "# vendor\n/opt/vendor/lib\n")
            .Elf("usr/bin/tool", SampleTree.Program with { Needed = ["libvendor.so"] })
            .Elf("opt/vendor/lib/libvendor.so", Library);
        FileTree root = (hasCache ? tree.Text("etc/ld.so.cache", "glibc-ld.so.cache1.1") : tree).Build();

        Assert.Equal(hasCache, new DependencyChecker().Check(root).Missing.IsEmpty);
    }

    [Fact]
    public void Firmware_modules_and_debug_symbols_are_not_run()
    {
        ElfSample foreign = Library with { Machine = 8, Needed = ["libnowhere.so"] };
        FileTree root = new SampleTree()
            .Elf("usr/lib/firmware/modem.elf", foreign).Elf("usr/lib/modules/6/x.ko", foreign)
            .Elf("usr/lib/debug/x.debug", foreign).Elf("boot/x.elf", foreign).Build();

        Assert.Empty(new DependencyChecker().Check(root).Missing);
    }

    [Fact]
    public void A_damaged_program_is_named()
    {
        FileTree root = new SampleTree().File("usr/bin/tool", [.. "\u007fELF"u8, .. new byte[100]]).Build();

        MissingDependency missing = Assert.Single(new DependencyChecker().Check(root).Missing);
        Assert.Equal(MissingKind.Damaged, missing.Kind);
        Assert.StartsWith(
            "/usr/bin/tool (package sample 1.0-2) cannot be read", missing.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../../etc/passwd")]
    [InlineData("$ORIGIN/../../../../../../x")]
    [InlineData("/")]
    [InlineData("")]
    public void A_hostile_name_is_only_missing(string name)
    {
        FileTree root = new SampleTree()
            .Elf("usr/bin/tool", new ElfSample
            {
                Needed = [name, new string('x', 300)],
                RunPath = "../..:$FOO:/" + new string('y', 3000),
            })
            .Build();

        Assert.Equal(2, new DependencyChecker().Check(root).Missing.Length);
    }

    [Fact]
    public void Links_that_lead_in_circles_are_only_missing()
    {
        FileTree root = SampleTree.WithLoader()
            .Elf("usr/bin/tool", SampleTree.Program with { Needed = ["libfoo.so.1"] })
            .Link(Libraries + "libfoo.so.1", "libfoo.so.2").Link(Libraries + "libfoo.so.2", "libfoo.so.1").Build();

        Assert.Single(new DependencyChecker().Check(root).Missing);
    }

    [Fact]
    public void The_report_does_not_depend_on_the_number_of_threads()
    {
        SampleTree tree = SampleTree.WithLoader();
        for (int i = 0; i < 50; i++)
        {
            tree.Elf($"usr/bin/p{i}", SampleTree.Program with { Needed = [$"lib{i % 7}.so"] });
        }
        FileTree root = tree.Build();

        Assert.Equal<MissingDependency>(
            new DependencyChecker { Parallelism = 1 }.Check(root).Missing,
            new DependencyChecker { Parallelism = 4 }.Check(root).Missing);
    }
}
