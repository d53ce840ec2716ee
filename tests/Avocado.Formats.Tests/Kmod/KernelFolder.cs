using System.Text;
using Avocado.Files;
using Avocado.Formats.Kmod;
using Avocado.Testing;
using Avocado.Testing.Elf;

namespace Avocado.Formats.Tests.Kmod;

/// <summary>A made-up kernel: modules that use each other, with every kind of field that reaches an index.</summary>
internal sealed class KernelFolder
{
    public const string Version = "6.12.0-sample";

    private readonly Dictionary<string, byte[]> _modules = [];

    public byte[] Order { get; set; } = [];

    public byte[] Builtin { get; set; } = Encoding.ASCII.GetBytes(
        "kernel/fs/ext4/ext4.ko\nkernel/drivers/nvme/host/nvme-core.ko\n\n#x.ko\n");

    public byte[] BuiltinInfo { get; set; } = Encoding.ASCII.GetBytes(
        "ext4.license=GPL\0ext4.alias=fs-ext4\0ext4.alias=ext3\0ext2.alias=ext3\0nvme-core.alias=pci:v*-[a-b]-*\0"
        + "bad.alias=x]y\0empty.alias=\0");

    public IReadOnlyDictionary<string, byte[]> Modules => _modules;

    public KernelFolder Add(string path, KernelModuleSample sample)
    {
        _modules[path] = sample.Build();
        return this;
    }

    /// <summary>Some hundred modules with dependencies, aliases and symbols drawn from a seed.</summary>
    public static KernelFolder Random(int seed, int count, bool isVersioned)
    {
        var random = new Random(seed);
        var folder = new KernelFolder();
        var order = new StringBuilder();
        var exports = new List<string>();
        for (int i = 0; i < count; i++)
        {
            string name = random.Next(3) == 0 ? $"mod-{i}_x" : $"m{random.Next(10)}od{i}";
            string path = $"kernel/{(char)('a' + random.Next(5))}/{name}.ko";
            string[] own = [.. Enumerable.Range(0, random.Next(4)).Select(n => $"sym_{name.Replace('-', '_')}_{n}")];
            folder.Add(path, new KernelModuleSample
            {
                Is64Bit = random.Next(8) > 0,
                IsVersioned = isVersioned,
                Exports = own,
                Needs = [.. Enumerable.Range(0, exports.Count == 0 ? 0 : random.Next(6))
                    .Select(_ => exports[random.Next(exports.Count)]).Append("printk").Distinct()],
                Fields = [.. RandomFields(random, i)],
            });
            exports.AddRange(own);
            order.Append(path).Append('\n');
        }
        // The file lists modules in another order than that of their dependencies, and some that are not there.
        string[] lines = order.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        random.Shuffle(lines);
        folder.Order = Encoding.ASCII.GetBytes("kernel/not/there.ko\n" + string.Join('\n', lines) + "\n");
        return folder;
    }

    /// <summary>Reads and indexes the modules as a caller does.</summary>
    public ModuleGraph ReadGraph() => ModuleGraph.Create(
        _modules.Select(m => ModuleFile.Read(m.Key, Content.Bytes(m.Value))), Order);

    /// <summary>Our indexes of the modules.</summary>
    public IReadOnlyDictionary<string, byte[]> WriteIndexes() =>
        ModuleIndexes.Write(ReadGraph(), Builtin, BuiltinInfo);

    /// <summary>Lets depmod index the same modules and gives the folder with its files.</summary>
    public string Depmod(TemporaryFolder folder)
    {
        string kernel = $"lib/modules/{Version}/";
        foreach ((string path, byte[] bytes) in _modules)
        {
            folder.Write(kernel + path, bytes);
        }
        folder.Write(kernel + "modules.order", Order);
        folder.Write(kernel + "modules.builtin", Builtin);
        folder.Write(kernel + "modules.builtin.modinfo", BuiltinInfo);
        folder.Write("etc/depmod.d/none.conf", []);
        ForeignTool.Run("depmod", "-C", folder["etc/depmod.d"], "-b", folder.Path, Version);
        return folder[kernel];
    }

    private static IEnumerable<string> RandomFields(Random random, int number)
    {
        yield return "license=GPL";
        yield return "vermagic=6.12.0-sample SMP";
        for (int i = random.Next(6); i > 0; i--)
        {
            yield return random.Next(6) switch
            {
                0 => $"alias=pci:v{random.Next(16):X8}d*sv*sd*bc*sc*i*",
                1 => $"alias=of:N*T*Cvendor,part-{random.Next(20)}C*",
                2 => $"alias=usb:v[0-9-a]p{random.Next(20)}-*",
                3 => $"alias=fs-{random.Next(4)}",
                4 => "alias=broken[bracket",
                _ => $"alias=crypto-{random.Next(1000)}",
            };
        }
        if (random.Next(5) == 0)
        {
            yield return $"softdep=pre: m{random.Next(10)}od{random.Next(100)}";
        }
        if (random.Next(6) == 0)
        {
            yield return $"alias=devname:dev{number}";
            yield return random.Next(3) switch
            {
                0 => $"alias=char-major-10-{number}",
                1 => $"alias=block-major-7-{number}",
                _ => "alias=char-major-10-*",
            };
        }
    }
}
