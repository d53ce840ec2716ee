using System.Globalization;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Images.Model;

namespace Avocado.Images.SystemSetup.Accounts;

/// <summary>
/// What sysusers.d and the project ask for, brought into an <see cref="AccountTable"/>: what is there keeps its id,
/// then the project's pinned ids, then fixed ids of sysusers.d, then the rest by <see cref="SystemIds"/>. Of two
/// lines about one name the first counts.
/// </summary>
internal sealed class AccountRequests
{
    private const string NoLogin = "/usr/sbin/nologin";

    private readonly AccountTable _table;
    private readonly Func<UnixPath, Entry?> _find;
    private readonly SystemIds _ids = new();
    private readonly SortedDictionary<string, SysusersLine> _users = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SysusersLine> _groups = new(StringComparer.Ordinal);
    private readonly List<(string User, string Group)> _members = [];

    /// <param name="table">Accounts that are there already; gets the others.</param>
    /// <param name="lines">All lines of sysusers.d, in order.</param>
    /// <param name="find">Entries of the image, for ids that are "the owner of this file".</param>
    public AccountRequests(AccountTable table, IEnumerable<SysusersLine> lines, Func<UnixPath, Entry?> find)
    {
        _table = table;
        _find = find;
        foreach (SysusersLine line in lines)
        {
            Collect(line);
        }
    }

    /// <summary>Adds everything.</summary>
    public void Apply(ImageProject project)
    {
        foreach (DeviceGroup group in project.Groups.OrderBy(g => g.Name, StringComparer.Ordinal))
        {
            AddPinned(group);
        }
        foreach (DeviceUser user in project.Users.OrderBy(u => u.Name, StringComparer.Ordinal))
        {
            AddPinned(user);
        }
        foreach (bool isFixed in new[] { true, false })
        {
            foreach (SysusersLine line in _groups.Values.Where(l => WantedIds(l).Gid is not null == isFixed))
            {
                AddGroup(line.Name, WantedIds(line).Gid);
            }
            foreach (SysusersLine line in _users.Values.Where(l => WantedIds(l).Uid is not null == isFixed))
            {
                AddUser(line);
            }
        }
        foreach ((string user, string group) in _members)
        {
            AddGroup(group, null);
            AddUser(new SysusersLine('u', false, user, null, null, null, null, "sysusers.d"));
            _table.AddMember(group, user);
        }
        foreach (DeviceUser user in project.Users)
        {
            if (_table.Group(user.Group) is null)
            {
                throw Codes.AccountConflict.Error("user", user.Name, user.Uid, $"there is no group '{user.Group}'");
            }
        }
    }

    private void Collect(SysusersLine line)
    {
        bool isMembership = line.Kind == 'm';
        if (line.Kind == 'r')
        {
            _ids.AddRange(line.Id, line.Source);
            return;
        }
        if (!AccountName.IsValid(line.Name) || (isMembership && !AccountName.IsValid(line.Id ?? "")))
        {
            throw Codes.BadAccount.Error($"'{line.Name}' in {line.Source}", "the name is none of an account");
        }
        if (!AccountName.IsField(line.Description ?? "") || !AccountName.IsPath(line.Home ?? "/")
            || !AccountName.IsPath(line.Shell ?? "/"))
        {
            throw Codes.BadAccount.Error($"'{line.Name}' in {line.Source}", "its description, home or shell cannot be");
        }
        if (isMembership)
        {
            _members.Add((line.Name, line.Id!));
        }
        else
        {
            (line.Kind == 'u' ? _users : _groups).TryAdd(line.Name, line);
        }
    }

    private void AddPinned(DeviceGroup group)
    {
        Require(AccountName.IsValid(group.Name), group.Name);
        CheckFree("group", group.Name, group.Gid, _table.Group(group.Name)?.Gid, _table.IsGidTaken);
        if (_table.Group(group.Name) is null)
        {
            _table.Add(new SystemGroup(group.Name, group.Gid));
        }
    }

    private void AddPinned(DeviceUser user)
    {
        Require(AccountName.IsValid(user.Name) && AccountName.IsField(user.Description)
            && AccountName.IsPath(user.Home) && AccountName.IsPath(user.Shell), user.Name);
        CheckFree("user", user.Name, user.Uid, _table.User(user.Name)?.Uid, _table.IsUidTaken);
        if (_table.User(user.Name) is not null)
        {
            return;
        }
        if (user.Group == user.Name && !_groups.ContainsKey(user.Name))
        {
            AddGroup(user.Name, user.Uid);
        }
        else if (_groups.TryGetValue(user.Group, out SysusersLine? line))
        {
            AddGroup(user.Group, WantedIds(line).Gid);
        }
        uint gid = _table.Group(user.Group)?.Gid
            ?? throw Codes.AccountConflict.Error("user", user.Name, user.Uid, $"there is no group '{user.Group}'");
        _table.Add(new SystemUser(user.Name, user.Uid, gid, user.Description, user.Home, user.Shell));
    }

    private static void CheckFree(string kind, string name, uint id, uint? there, Func<uint, string, bool> isTaken)
    {
        if (there is { } other && other != id)
        {
            throw Codes.AccountConflict.Error(kind, name, id, $"the distribution gives it {other}");
        }
        if (isTaken(id, name))
        {
            throw Codes.AccountConflict.Error(kind, name, id, "another account has it");
        }
    }

    private static void Require(bool isValid, string name)
    {
        if (!isValid)
        {
            throw Codes.BadAccount.Error($"'{name}'", "its name, description, home or shell cannot be in /etc/passwd");
        }
    }

    private void AddGroup(string name, uint? wanted)
    {
        if (_table.Group(name) is null)
        {
            _table.Add(new SystemGroup(name, Choose(name, wanted ?? _table.User(name)?.Uid, _table.IsGidTaken)));
        }
    }

    private void AddUser(SysusersLine line)
    {
        if (_table.User(line.Name) is not null)
        {
            return;
        }
        (uint? wantedUid, uint? wantedGid, string? groupName) = WantedIds(line);
        uint gid;
        if (groupName is not null)
        {
            AddGroup(groupName, _groups.TryGetValue(groupName, out SysusersLine? group) ? WantedIds(group).Gid : null);
            gid = _table.Group(groupName)!.Gid;
        }
        else if (wantedGid is { } number && number != wantedUid)
        {
            gid = number;
        }
        else
        {
            AddGroup(line.Name, wantedUid);
            gid = _table.Group(line.Name)!.Gid;
        }
        uint uid = Choose(line.Name, wantedUid ?? (groupName is null ? gid : null), _table.IsUidTaken);
        _table.Add(new SystemUser(line.Name, uid, gid, line.Description ?? "", line.Home ?? "/",
            line.Shell ?? (uid == 0 ? "/bin/sh" : NoLogin), line.IsLocked));
    }

    private uint Choose(string name, uint? wanted, Func<uint, string, bool> isTaken) =>
        wanted is { } id && !isTaken(id, name) ? id : _ids.Allocate(name, i => _table.IsTaken(i, name));

    /// <summary>The third field: "-", "uid", "uid:gid", "uid:group", "-:group", or a path whose owner counts.</summary>
    private (uint? Uid, uint? Gid, string? Group) WantedIds(SysusersLine line)
    {
        if (line.Id is not { } text)
        {
            return default;
        }
        if (text.StartsWith('/'))
        {
            Entry? file = _find(UnixPath.Parse(text));
            return (file?.Uid, file?.Gid, null);
        }
        string[] parts = text.Split(':', 2);
        uint? first = parts[0] == "-" ? null : Number(parts[0]) ?? throw Bad(line);
        if (parts.Length == 1)
        {
            return (first, first, null);
        }
        return Number(parts[1]) is { } gid ? (first, gid, null)
            : AccountName.IsValid(parts[1]) ? (first, null, parts[1])
            : throw Bad(line);
    }

    private static AvocadoException Bad(SysusersLine line) =>
        Codes.BadAccount.Error($"'{line.Name}' in {line.Source}", $"'{line.Id}' is not an id");

    private static uint? Number(string text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint id) ? id : null;
}
