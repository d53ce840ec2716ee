using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Avocado.Files;

namespace Avocado.Images.Initrd;

/// <summary>The few accounts of an initrd: root, and the groups that device nodes belong to.</summary>
internal static class InitrdAccounts
{
    /// <summary>etc/passwd.</summary>
    public const string Users = "root:x:0:0:root:/root:/usr/sbin/nologin\n";

    /// <summary>etc/group with the ids that the root file system uses, so that nodes keep their owner.</summary>
    /// <param name="rootGroups">The root file system's etc/group; null when it has none.</param>
    /// <param name="wanted">Names, and ids for those that must be there in any case.</param>
    public static string Groups(Entry? rootGroups, ImmutableSortedDictionary<string, uint?> wanted)
    {
        Dictionary<string, uint> known = ReadIds(rootGroups);
        var text = new StringBuilder();
        IEnumerable<(uint Id, string Name)> groups = wanted
            .Select(w => (Id: known.TryGetValue(w.Key, out uint id) ? id : w.Value, w.Key))
            .Where(w => w.Id is not null).Select(w => (w.Id!.Value, w.Key))
            .OrderBy(w => w.Value).ThenBy(w => w.Key, StringComparer.Ordinal);
        foreach ((uint id, string name) in groups)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}:x:{id}:\n");
        }
        return text.ToString();
    }

    private static Dictionary<string, uint> ReadIds(Entry? rootGroups)
    {
        var ids = new Dictionary<string, uint>();
        if (rootGroups is { Kind: EntryKind.File })
        {
            foreach (string line in Encoding.UTF8.GetString(rootGroups.Content.ReadAll()).Split('\n'))
            {
                if (line.Split(':') is [var name, _, var id, ..]
                    && uint.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out uint number))
                {
                    ids.TryAdd(name, number);
                }
            }
        }
        return ids;
    }
}
