using System.Text;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Kmod;
using Avocado.Images.Modules;
using Avocado.Testing;

namespace Avocado.Images.Tests.Modules;

public class KernelModulesTests
{
    [Fact]
    public void A_root_gets_all_modules_as_they_are_stored_and_their_indexes()
    {
        FileTree package = SampleKernel.Default().Build();
        var root = new FileTreeBuilder();

        KernelModules.Read(package).AddTo(root);

        FileTree tree = root.Build();
        foreach (Entry module in package.Entries.Where(e => ModuleFile.IsModule(e.Path.NameText)))
        {
            Assert.Equal(module, tree.Find(module.Path));
        }
        Assert.Null(tree.Find(SampleKernel.Folder + "build"));
        Entry index = tree.Find(SampleKernel.Folder + "modules.alias.bin")!;
        Assert.Equal(OriginKind.Generated, index.Origin.Kind);
        Assert.Contains(
            new KmodIndexReader(index.Content.ReadAll()).ReadAll(),
            e => e is { Key: "virtio:d00000002v*", Value: "virtio_blk" });
        Assert.Equal(
            ["modules.alias", "modules.alias.bin", "modules.builtin", "modules.builtin.alias.bin",
                "modules.builtin.bin", "modules.builtin.modinfo", "modules.dep", "modules.dep.bin",
                "modules.devname", "modules.order", "modules.softdep", "modules.symbols", "modules.symbols.bin", "modules.weakdep"],
            tree.Entries.Select(e => e.Path.NameText).Where(n => n.StartsWith("modules.", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_selection_has_what_its_modules_need_and_nothing_else()
    {
        KernelModules modules = KernelModules.Read(SampleKernel.Default().Build());

        Assert.Equal(
            ["dm_mod", "dm_bufio", "dm_verity", "reed_solomon", "crypto_sha256"],
            modules.Select(["dm-verity"]).Select(m => m.Name));
        Assert.Equal(["ahci", "libata", "scsi_mod"], modules.Select(["ahci"]).Select(m => m.Name));
    }

    [Fact]
    public void A_module_that_is_built_in_needs_no_file()
    {
        KernelModules modules = KernelModules.Read(SampleKernel.Default().Build());

        Assert.Empty(modules.Select(["ext4", "virtio-pci"]));
        Assert.True(modules.Has("virtio_pci"));
        Assert.False(modules.Has("virtio_nothing"));
    }

    [Fact]
    public void A_module_that_the_kernel_does_not_have_is_named_with_those_that_are_near()
    {
        KernelModules modules = KernelModules.Read(SampleKernel.Default().Build());

        var error = Assert.Throws<AvocadoException>(() => modules.Select(["squashfs", "verity"]));

        Assert.Equal("AVO0542", error.Code.Id);
        Assert.Contains("'verity'", error.Message, StringComparison.Ordinal);
        Assert.Contains("(there is dm_verity)", error.Message, StringComparison.Ordinal);
    }

    [ToolFact("modprobe")]
    public void Modprobe_loads_a_selection_in_the_right_order()
    {
        var initrd = new FileTreeBuilder();
        KernelModules.Read(SampleKernel.Default().Build()).AddSelectionTo(initrd, ["dm-verity", "virtio_blk"]);
        using var folder = new TemporaryFolder();
        foreach (Entry entry in initrd.Build().Entries.Where(e => e.Kind == EntryKind.File))
        {
            folder.Write(Encoding.UTF8.GetString(entry.Path.Bytes), entry.Content.ReadAll());
        }
        string[] options = ["-C", "/dev/null", "-d", folder["usr"], "-S", SampleKernel.Version, "--show-depends"];
        string[] Depends(string name) => ForeignTool.Run("modprobe", [.. options, name]).Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => Path.GetFileName(l.Trim())).ToArray();

        string[] verity = Depends("dm_verity");
        Assert.Equal(
            ["crypto-sha256.ko", "dm-bufio.ko", "dm-mod.ko", "dm-verity.ko", "reed_solomon.ko"],
            verity.Order(StringComparer.Ordinal));
        Assert.Equal("dm-verity.ko", verity[^1]);
        Assert.True(Array.IndexOf(verity, "dm-mod.ko") < Array.IndexOf(verity, "dm-bufio.ko"));
        Assert.Equal(["virtio_blk.ko"], Depends("virtio:d00000002v00001234"));
        Assert.Equal(["builtin ext4"], Depends("fs-ext4"));
    }

    [Fact]
    public void A_damaged_module_is_named_with_its_package()
    {
        FileTree tree = SampleKernel.Default().File("kernel/zz.ko", [1, 2, 3]).Build();

        var error = Assert.Throws<DamagedFormatException>(() => KernelModules.Read(tree));

        Assert.Contains(
            $"/{SampleKernel.Folder}kernel/zz.ko (package linux-image-sample 6.12)", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_without_a_kernel_or_with_two_is_refused()
    {
        var two = new FileTreeBuilder(SampleKernel.Default().Build());
        two.Add(Entry.Directory("usr/lib/modules/5.10.0", SampleKernel.Package));

        var none = Assert.Throws<AvocadoException>(() => KernelModules.Read(new FileTreeBuilder().Build()));
        var many = Assert.Throws<AvocadoException>(() => KernelModules.Read(two.Build()));

        Assert.Equal("AVO0543", none.Code.Id);
        Assert.Contains("2 kernels (5.10.0, 6.12.0-sample)", many.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_indexes_do_not_depend_on_the_number_of_threads()
    {
        FileTree package = SampleKernel.Default().Build();
        IEnumerable<string> Digests(int threads)
        {
            var root = new FileTreeBuilder();
            KernelModules.Read(package, parallelism: threads).AddTo(root);
            return root.Build().Entries.Select(e => $"{e.Path} {e.Content.ComputeDigest()}");
        }

        Assert.Equal(Digests(1), Digests(4));
    }
}
