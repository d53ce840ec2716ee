using System.Collections.Immutable;
using System.Text;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Kmod;

/// <summary>
/// The modules of one kernel in the order of its modules.order, and what each needs. A module needs another when it
/// uses a symbol that the other exports; the lists are sorted as depmod sorts them, users first, because the
/// numbers and lists of its binary indexes depend on that.
/// </summary>
public sealed class ModuleGraph
{
    private readonly Dictionary<string, int> _indexes = [];
    private readonly int[][] _direct;
    private readonly int[] _rank;

    private ModuleGraph(ImmutableArray<ModuleFile> modules)
    {
        Modules = modules;
        for (int i = 0; i < modules.Length; i++)
        {
            _indexes.Add(modules[i].Name, i);
        }
        Owners = FindOwners(modules);
        _direct = [.. modules.Select((_, i) => DirectDependencies(i))];
        _rank = Rank();
    }

    /// <summary>All modules; a module's index here is its priority in the binary indexes.</summary>
    public ImmutableArray<ModuleFile> Modules { get; }

    /// <summary>Which module exports a symbol, by index.</summary>
    internal IReadOnlyDictionary<string, int> Owners { get; }

    /// <summary>Orders modules and finds their dependencies.</summary>
    /// <param name="files">The modules, in any order.</param>
    /// <param name="order">The kernel's modules.order; modules it does not list follow in byte order.</param>
    /// <exception cref="DamagedFormatException">Modules that depend on each other in a circle.</exception>
    public static ModuleGraph Create(IEnumerable<ModuleFile> files, ReadOnlySpan<byte> order)
    {
        ArgumentNullException.ThrowIfNull(files);
        Dictionary<string, int> lines = ReadOrder(order);
        var byName = new Dictionary<string, ModuleFile>();
        foreach (ModuleFile file in files.OrderBy(f => f.Path, StringComparer.Ordinal))
        {
            // Modules below "updates" are made to replace those of the kernel package.
            if (byName.TryAdd(file.Name, file) || !file.Path.StartsWith("updates/", StringComparison.Ordinal))
            {
                continue;
            }
            byName[file.Name] = file;
        }
        return new ModuleGraph(
        [
            .. byName.Values
                .OrderBy(f => lines.GetValueOrDefault(ModuleFile.PlainPath(f.Path), int.MaxValue))
                .ThenBy(f => f.Path, StringComparer.Ordinal),
        ]);
    }

    /// <summary>The module of a name ('-' and '_' are the same); null when there is none.</summary>
    public ModuleFile? Find(string name) =>
        _indexes.TryGetValue(ModuleFile.NameOf(name), out int index) ? Modules[index] : null;

    /// <summary>Everything that must be loaded before a module, users before what they use.</summary>
    public ImmutableArray<ModuleFile> DependenciesOf(ModuleFile module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return [.. AllDependencies(_indexes[module.Name]).Select(i => Modules[i])];
    }

    private List<int> AllDependencies(int module)
    {
        var all = new HashSet<int>();
        var pending = new Stack<int>(_direct[module]);
        while (pending.TryPop(out int next))
        {
            if (all.Add(next))
            {
                Array.ForEach(_direct[next], pending.Push);
            }
        }
        return [.. all.OrderBy(i => _rank[i])];
    }

    private static Dictionary<string, int> ReadOrder(ReadOnlySpan<byte> order)
    {
        var lines = new Dictionary<string, int>();
        foreach (Range range in order.Split((byte)'\n'))
        {
            lines.TryAdd(Encoding.Latin1.GetString(order[range]), lines.Count);
        }
        return lines;
    }

    /// <summary>Where two modules export one name, the later one has it.</summary>
    private static Dictionary<string, int> FindOwners(ImmutableArray<ModuleFile> modules)
    {
        var owners = new Dictionary<string, int>();
        for (int i = 0; i < modules.Length; i++)
        {
            foreach (string symbol in modules[i].Info.ExportedSymbols)
            {
                owners[symbol] = i;
            }
        }
        return owners;
    }

    private int[] DirectDependencies(int module)
    {
        var seen = new HashSet<int> { module };
        var dependencies = new List<int>();
        foreach (string symbol in Modules[module].Info.NeededSymbols)
        {
            // 64-bit PowerPC calls the code of "foo" ".foo".
            string name = symbol.StartsWith('.') ? symbol[1..] : symbol;
            if (Owners.TryGetValue(name, out int owner) && seen.Add(owner))
            {
                dependencies.Add(owner);
            }
        }
        return [.. dependencies];
    }

    /// <summary>A topological order: modules that nobody uses first, the last of them first of all.</summary>
    private int[] Rank()
    {
        var users = new int[Modules.Length];
        foreach (int used in _direct.SelectMany(d => d))
        {
            users[used]++;
        }
        var ready = new Stack<int>(Enumerable.Range(0, users.Length).Where(i => users[i] == 0));
        var rank = new int[Modules.Length];
        int count = 0;
        while (ready.TryPop(out int module))
        {
            rank[module] = count++;
            foreach (int used in _direct[module])
            {
                if (--users[used] == 0)
                {
                    ready.Push(used);
                }
            }
        }
        if (count < Modules.Length)
        {
            string circle = string.Join(", ", Modules.Where((_, i) => users[i] > 0).Take(4).Select(m => m.Name));
            throw new DamagedFormatException("kernel module", $"some depend on each other in a circle: {circle}");
        }
        return rank;
    }
}
