using System.Text;
using Avocado.Formats.Kmod;
using Avocado.Testing;
using Avocado.Testing.Elf;

namespace Avocado.Formats.Tests.Kmod;

public class ModuleIndexesTests
{
    /// <summary>Since this version depmod writes parents before children; readers take both.</summary>
    private const int ParentFirstVersion = 34;

    [ToolTheory("depmod")]
    [InlineData(1, 200, true)]
    [InlineData(2, 200, false)]
    [InlineData(3, 1, true)]
    [InlineData(4, 0, true)]
    public void Indexes_are_the_bytes_that_depmod_writes(int seed, int count, bool isVersioned)
    {
        using var temporary = new TemporaryFolder();
        KernelFolder kernel = KernelFolder.Random(seed, count, isVersioned);
        string expected = kernel.Depmod(temporary);

        foreach ((string name, byte[] bytes) in kernel.WriteIndexes())
        {
            if (name == "modules.weakdep" && DepmodVersion() < 33)
            {
                continue;
            }
            AssertSame(name, File.ReadAllBytes(Path.Combine(expected, name)), bytes);
        }
    }

    [ToolFact("depmod")]
    public void Modules_that_share_users_are_listed_in_depmods_order()
    {
        using var temporary = new TemporaryFolder();
        var kernel = new KernelFolder
        {
            Order = "kernel/top.ko\nkernel/a.ko\nkernel/b.ko\nkernel/base.ko\n"u8.ToArray(),
        };
        kernel.Add("kernel/base.ko", new KernelModuleSample { Exports = ["base"] })
            .Add("kernel/a.ko", new KernelModuleSample { Exports = ["a"], Needs = ["base"] })
            .Add("kernel/b.ko", new KernelModuleSample { Exports = ["b"], Needs = ["base", "a"] })
            .Add("kernel/top.ko", new KernelModuleSample { Needs = ["a", "base", "b"] });

        string expected = Path.Combine(kernel.Depmod(temporary), "modules.dep");

        string text = Encoding.ASCII.GetString(kernel.WriteIndexes()["modules.dep"]);
        Assert.Equal(File.ReadAllText(expected), text);
        Assert.StartsWith("kernel/top.ko: kernel/b.ko kernel/a.ko kernel/base.ko\n", text, StringComparison.Ordinal);
    }

    [ToolFact("modprobe")]
    public void Modprobe_finds_modules_through_the_indexes()
    {
        using var temporary = new TemporaryFolder();
        KernelFolder kernel = KernelFolder.Random(5, 60, isVersioned: true);
        ModuleGraph graph = kernel.ReadGraph();
        foreach ((string path, byte[] bytes) in kernel.Modules)
        {
            temporary.Write($"lib/modules/{KernelFolder.Version}/{path}", bytes);
        }
        foreach ((string name, byte[] bytes) in kernel.WriteIndexes())
        {
            temporary.Write($"lib/modules/{KernelFolder.Version}/{name}", bytes);
        }
        ModuleFile module = graph.Modules.MaxBy(m => graph.DependenciesOf(m).Length)!;

        string[] options = ["-C", "/dev/null", "-d", temporary.Path, "-S", KernelFolder.Version];
        string output = ForeignTool.Run("modprobe", [.. options, "--show-depends", module.Name]).Output;

        // insmod lines come in load order: the reverse of the list.
        Assert.Equal(
            graph.DependenciesOf(module).Reverse().Append(module).Select(m => m.Path),
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(l => l.Trim()[(l.IndexOf("kernel/", StringComparison.Ordinal))..]));
    }

    [Fact]
    public void The_same_modules_in_another_order_give_the_same_indexes()
    {
        KernelFolder kernel = KernelFolder.Random(6, 80, isVersioned: true);
        ModuleFile[] files = [.. kernel.ReadGraph().Modules];

        IEnumerable<string> Hashes() => ModuleIndexes
            .Write(ModuleGraph.Create(files, default), kernel.Builtin, kernel.BuiltinInfo)
            .Select(f => f.Key + Files.Sha256Digest.Of(f.Value));
        string[] first = [.. Hashes()];
        new Random(7).Shuffle(files);

        Assert.Equal(first, Hashes());
    }

    [Fact]
    public void A_module_below_updates_replaces_that_of_the_kernel_package()
    {
        KernelFolder kernel = new KernelFolder()
            .Add("kernel/a.ko", new KernelModuleSample())
            .Add("updates/dkms/a.ko", new KernelModuleSample());

        Assert.Equal("updates/dkms/a.ko", Assert.Single(kernel.ReadGraph().Modules).Path);
    }

    [Fact]
    public void Modules_that_need_each_other_are_refused()
    {
        KernelFolder kernel = new KernelFolder()
            .Add("kernel/a.ko", new KernelModuleSample { Exports = ["a"], Needs = ["b"] })
            .Add("kernel/b.ko", new KernelModuleSample { Exports = ["b"], Needs = ["a"] });

        var error = Assert.Throws<Files.Diagnostics.DamagedFormatException>(kernel.ReadGraph);
        Assert.Contains("circle: a, b", error.Message, StringComparison.Ordinal);
    }

    internal static int DepmodVersion() => int.Parse(
        ForeignTool.Run("depmod", "--version").Output.Split(' ', '\n')[2].Split('.')[0],
        System.Globalization.CultureInfo.InvariantCulture);

    private static void AssertSame(string name, byte[] expected, byte[] actual)
    {
        if (name.EndsWith(".bin", StringComparison.Ordinal) && DepmodVersion() < ParentFirstVersion)
        {
            Assert.True(expected.AsSpan().SequenceEqual(actual), $"{name} differs from depmod's");
        }
        else if (name.EndsWith(".bin", StringComparison.Ordinal))
        {
            Assert.Equal(new KmodIndexReader(expected).ReadAll(), new KmodIndexReader(actual).ReadAll());
        }
        else if (name == "modules.symbols")
        {
            Assert.Equal(Sorted(expected), Sorted(actual));
        }
        else
        {
            Assert.Equal(Encoding.Latin1.GetString(expected), Encoding.Latin1.GetString(actual));
        }
    }

    private static IEnumerable<string> Sorted(byte[] text) =>
        Encoding.Latin1.GetString(text).Split('\n').Order(StringComparer.Ordinal);
}
