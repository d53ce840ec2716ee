using System.Text;
using Avocado.Files;
using Avocado.Images.SystemSetup.Accounts;

namespace Avocado.Images.SystemSetup;

/// <summary>
/// Users and groups: the distribution's masters, every sysusers.d file and the project's accounts, in passwd, group,
/// shadow and gshadow. Every account is locked.
/// </summary>
public sealed class AccountsStep : ISystemSetupStep
{
    private const ushort ShadowMode = 0x1A0; // 0640: read by group shadow, as the setgid programs need

    private static readonly UnixPath Passwd = "etc/passwd";
    private static readonly UnixPath Group = "etc/group";
    private static readonly UnixPath PasswdMaster = "usr/share/base-passwd/passwd.master";
    private static readonly UnixPath GroupMaster = "usr/share/base-passwd/group.master";

    private static readonly UnixPath[] Leftovers =
        ["etc/.pwd.lock", "etc/passwd-", "etc/group-", "etc/shadow-", "etc/gshadow-"];

    /// <inheritdoc/>
    public string Name => "users and groups";

    /// <inheritdoc/>
    public void Apply(SystemSetupContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var table = new AccountTable();
        table.ReadPasswd(context.ReadText(Passwd) ?? context.ReadText(PasswdMaster) ?? "", "passwd");
        table.ReadGroup(context.ReadText(Group) ?? context.ReadText(GroupMaster) ?? "", "group");
        new AccountRequests(table, ReadLines(context), context.Tree.Find).Apply(context.Project);

        uint shadow = table.Group("shadow")?.Gid ?? 0;
        Write(context, Passwd, table.ToPasswd(), UnixMode.Plain, gid: 0);
        Write(context, Group, table.ToGroup(), UnixMode.Plain, gid: 0);
        Write(context, "etc/shadow", table.ToShadow(), ShadowMode, shadow);
        Write(context, "etc/gshadow", table.ToGshadow(), ShadowMode, shadow);
        foreach (UnixPath leftover in Leftovers)
        {
            context.Tree.Remove(leftover);
        }
    }

    private static IEnumerable<SysusersLine> ReadLines(SystemSetupContext context)
    {
        var specifiers = new SysusersSpecifiers(OsRelease.Of(context.Tree.Find), context.Project);
        return context.ReadConfiguration("sysusers.d", ".conf")
            .SelectMany(f => SysusersLine.Parse(f.Text, f.Name, specifiers.Expand));
    }

    /// <summary>Also over a file of the project's: its accounts are in the new one.</summary>
    private void Write(SystemSetupContext context, UnixPath path, string text, ushort mode, uint gid) =>
        context.Tree.Replace(
            Entry.File(path, Content.Bytes(Encoding.UTF8.GetBytes(text)),
                Origin.Generated(Name, "base accounts, sysusers.d and the project's"), mode) with { Gid = gid });
}
