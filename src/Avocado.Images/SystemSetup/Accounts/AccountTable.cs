using System.Globalization;
using System.Text;
using Avocado.Files.Diagnostics;

namespace Avocado.Images.SystemSetup.Accounts;

/// <summary>The users and groups of an image, and the four files they make.</summary>
public sealed class AccountTable
{
    private const string Locked = "*";
    private const string LockedAndInvalid = "!*";

    private readonly Dictionary<string, SystemUser> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SystemGroup> _groups = new(StringComparer.Ordinal);

    /// <summary>Users by id, then name.</summary>
    public IEnumerable<SystemUser> Users =>
        _users.Values.OrderBy(u => u.Uid).ThenBy(u => u.Name, StringComparer.Ordinal);

    /// <summary>Groups by id, then name.</summary>
    public IEnumerable<SystemGroup> Groups =>
        _groups.Values.OrderBy(g => g.Gid).ThenBy(g => g.Name, StringComparer.Ordinal);

    /// <summary>The user of a name, or null.</summary>
    public SystemUser? User(string name) => _users.GetValueOrDefault(name);

    /// <summary>The group of a name, or null.</summary>
    public SystemGroup? Group(string name) => _groups.GetValueOrDefault(name);

    /// <summary>True when a user other than of this name has the id.</summary>
    public bool IsUidTaken(uint id, string exceptName) => _users.Values.Any(u => u.Uid == id && u.Name != exceptName);

    /// <summary>True when a group other than of this name has the id.</summary>
    public bool IsGidTaken(uint id, string exceptName) => _groups.Values.Any(g => g.Gid == id && g.Name != exceptName);

    /// <summary>True when a user or group other than of this name has the id: what is free for both.</summary>
    public bool IsTaken(uint id, string exceptName) => IsUidTaken(id, exceptName) || IsGidTaken(id, exceptName);

    /// <summary>Adds a user; its name must be new.</summary>
    public void Add(SystemUser user) => _users.Add(user.Name, user);

    /// <summary>Adds a group; its name must be new.</summary>
    public void Add(SystemGroup group) => _groups.Add(group.Name, group);

    /// <summary>Makes a user a member of a group; both exist.</summary>
    public void AddMember(string group, string user) =>
        _groups[group] = _groups[group] with { Members = _groups[group].Members.Add(user) };

    /// <summary>Reads the lines of a passwd file; passwords are dropped, because every account is locked.</summary>
    public void ReadPasswd(string text, string source)
    {
        foreach (string[] f in Lines(text, fields: 7, source))
        {
            _users.TryAdd(f[0], new SystemUser(f[0], Id(f[2], source), Id(f[3], source), f[4], f[5], f[6]));
        }
    }

    /// <summary>Reads the lines of a group file.</summary>
    public void ReadGroup(string text, string source)
    {
        foreach (string[] f in Lines(text, fields: 4, source))
        {
            var members = new SystemGroup(f[0], Id(f[2], source)).Members
                .Union(f[3].Split(',', StringSplitOptions.RemoveEmptyEntries));
            _groups.TryAdd(f[0], new SystemGroup(f[0], Id(f[2], source), members));
        }
    }

    /// <summary>/etc/passwd.</summary>
    public string ToPasswd() => Text(Users, u => string.Create(
        CultureInfo.InvariantCulture, $"{u.Name}:x:{u.Uid}:{u.Gid}:{u.Description}:{u.Home}:{u.Shell}"));

    /// <summary>/etc/group.</summary>
    public string ToGroup() => Text(Groups,
        g => string.Create(CultureInfo.InvariantCulture, $"{g.Name}:x:{g.Gid}:{string.Join(',', g.Members)}"));

    /// <summary>
    /// /etc/shadow: nobody has a password. There is no date of last change: it would change with every build, and
    /// ages nothing.
    /// </summary>
    public string ToShadow() => Text(Users,
        u => u.IsExpired ? $"{u.Name}:{LockedAndInvalid}::::::1:" : $"{u.Name}:{Locked}:::::::");

    /// <summary>/etc/gshadow.</summary>
    public string ToGshadow() => Text(Groups, g => $"{g.Name}:{Locked}::{string.Join(',', g.Members)}");

    private static string Text<T>(IEnumerable<T> rows, Func<T, string> line)
    {
        var text = new StringBuilder();
        foreach (T row in rows)
        {
            text.Append(line(row)).Append('\n');
        }
        return text.ToString();
    }

    private static IEnumerable<string[]> Lines(string text, int fields, string source)
    {
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = line.Split(':');
            if (parts.Length != fields || !AccountName.IsValid(parts[0]) || line.Any(char.IsControl))
            {
                throw Codes.BadAccount.Error($"a line of {source}",
                    $"it has {parts.Length} fields and starts with '{parts[0]}'");
            }
            yield return parts;
        }
    }

    private static uint Id(string text, string source) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint id)
            ? id
            : throw Codes.BadAccount.Error($"a line of {source}", $"'{text}' is not an id");
}
