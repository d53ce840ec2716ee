using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Images.Model;
using Avocado.Images.SystemSetup;
using Avocado.Testing;

namespace Avocado.Images.Tests.SystemSetup;

public class AccountsStepTests
{
    private const string Sysusers =
        """
        # comment
        u messagebus - "System Message Bus" /nonexistent
        g input -
        u! systemd-network - "systemd Network Management"
        u sshd -:nogroup "sshd user" /run/sshd
        u fixed 777 'With '\''quotes'\''' /var/lib/fixed /bin/sh
        u mail2 8:12
        g tape 26
        m messagebus audio
        m late later

        """;

    [Fact]
    public void Accounts_of_base_sysusers_and_project_are_in_passwd()
    {
        FileTreeBuilder tree = Apply(Sysusers, p => p with
        {
            Users = [new DeviceUser("gateway", 400, "plc", "/var/lib/gateway", "/usr/sbin/nologin", "The gateway")],
            Groups = [new DeviceGroup("plc", 401)],
        });
        string passwd = tree.TextAt("etc/passwd")!;
        string[] lines = passwd.Split('\n');
        Assert.Equal("root:x:0:0:root:/root:/bin/bash", lines[0]);
        Assert.Contains("messagebus:x:993:993:System Message Bus:/nonexistent:/usr/sbin/nologin", lines);
        Assert.Contains("systemd-network:x:992:992:systemd Network Management:/:/usr/sbin/nologin", lines);
        Assert.Contains("sshd:x:982:65534:sshd user:/run/sshd:/usr/sbin/nologin", lines);
        Assert.Contains("fixed:x:777:777:With 'quotes':/var/lib/fixed:/bin/sh", lines);
        Assert.Contains("mail2:x:8:12::/:/usr/sbin/nologin", lines);
        Assert.Contains("gateway:x:400:401:The gateway:/var/lib/gateway:/usr/sbin/nologin", lines);
        string[] groups = tree.TextAt("etc/group")!.Split('\n');
        Assert.Contains("input:x:999:", groups);
        Assert.Contains("audio:x:29:messagebus", groups);
        Assert.Contains("tape:x:26:", groups);
        Assert.Contains("plc:x:401:", groups);
        Assert.Contains(groups, g => g.StartsWith("later:x:", StringComparison.Ordinal) && g.EndsWith(":late", StringComparison.Ordinal));
        Assert.DoesNotContain(groups, g => g.StartsWith("sshd:", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_account_is_locked_and_shadow_is_read_by_its_group_alone()
    {
        FileTreeBuilder tree = Apply(Sysusers);
        string[] lines = tree.TextAt("etc/shadow")!.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("root:*:::::::", lines);
        Assert.Contains("systemd-network:!*::::::1:", lines);
        Assert.All(lines, l => Assert.Matches("^[^:]+:!?\\*:", l));
        Assert.Equal((0x1A0, 42u), (tree.Find("etc/shadow")!.Mode, tree.Find("etc/shadow")!.Gid));
        Assert.Equal((0x1A0, 42u), (tree.Find("etc/gshadow")!.Mode, tree.Find("etc/gshadow")!.Gid));
        Assert.Equal((UnixMode.Plain, 0u), (tree.Find("etc/passwd")!.Mode, tree.Find("etc/passwd")!.Gid));
    }

    [Fact]
    public void An_id_stays_when_a_package_with_other_accounts_is_added()
    {
        const string some = "u zeta -\nu alpha -\ng mosquitto -\n";
        string before = Apply(some).TextAt("etc/passwd")!;
        string after = Apply(some + string.Concat(Enumerable.Range(0, 8).Select(i => $"u new-{i} -\n")))
            .TextAt("etc/passwd")!;
        Assert.All(before.Split('\n'), line => Assert.Contains(line, after.Split('\n')));
    }

    [Fact]
    public void The_order_of_files_and_lines_decides_no_id()
    {
        string[] lines = [.. Enumerable.Range(0, 40).Select(i => $"u name-{i} -"), "g a -", "u pinned 300"];
        string first = Apply(string.Join('\n', lines)).TextAt("etc/passwd")!;
        new Random(1).Shuffle(lines);
        Assert.Equal(first, Apply(string.Join('\n', lines)).TextAt("etc/passwd"));
    }

    [Fact]
    public void No_two_accounts_share_an_id_even_when_there_are_many()
    {
        string many = string.Concat(Enumerable.Range(0, 690).Select(i => $"u name-{i} -\n"));
        string[] passwd = Apply(many).TextAt("etc/passwd")!.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(694, passwd.Select(l => l.Split(':')[2]).Distinct().Count());
        Assert.All(passwd.Where(l => l.StartsWith("name-", StringComparison.Ordinal)),
            l => Assert.Equal(l.Split(':')[2], l.Split(':')[3]));
        var error = Assert.Throws<AvocadoException>(
            () => Apply(many + string.Concat(Enumerable.Range(0, 50).Select(i => $"u more-{i} -\n"))));
        Assert.Same(Codes.NoFreeSystemId, error.Code);
    }

    [Fact]
    public void A_range_line_says_where_ids_come_from()
    {
        string passwd = Apply("r - 5000-5001\nu one -\nu two -\n").TextAt("etc/passwd")!;
        Assert.Contains(":5000:5000:", passwd);
        Assert.Contains(":5001:5001:", passwd);
    }

    [Fact]
    public void A_file_in_etc_masks_one_of_its_name_in_usr()
    {
        FileTreeBuilder tree = SetupTree.Create(
            ("usr/lib/sysusers.d/a.conf", "u gone 500\n"), ("etc/sysusers.d/a.conf", "u there 501\n"));
        tree.Add(TestFiles.Text("usr/lib/sysusers.d/b.conf", "u masked 502\n"));
        tree.Add(Entry.SymbolicLink("etc/sysusers.d/b.conf", "/dev/null", TestFiles.Overlay));
        string passwd = SetupTree.Apply(new AccountsStep(), tree).TextAt("etc/passwd")!;
        Assert.Contains("there:", passwd);
        Assert.DoesNotContain("gone:", passwd);
        Assert.DoesNotContain("masked:", passwd);
    }

    [Fact]
    public void Specifiers_of_the_image_are_replaced_and_those_of_a_running_system_are_an_error()
    {
        string passwd = Apply("u %M-%o 500 \"%w %A 100%% %a\"\n").TextAt("etc/passwd")!;
        Assert.Contains("gateway-debian:x:500:500:13 1.4.0~rc.1 100% x86-64:/:", passwd);
        Assert.Same(Codes.BadAccount, Assert.Throws<AvocadoException>(() => Apply("u x - \"%b\"\n")).Code);
    }

    [Fact]
    public void An_id_can_be_the_owner_of_a_file()
    {
        FileTreeBuilder tree = SetupTree.Create(("usr/lib/sysusers.d/a.conf", "u owner /usr/bin/x\n"));
        tree.Add(TestFiles.Text("usr/bin/x", "x") with { Uid = 321, Gid = 321 });
        Assert.Contains("owner:x:321:321:", SetupTree.Apply(new AccountsStep(), tree).TextAt("etc/passwd"));
    }

    [Fact]
    public void The_passwd_file_of_an_overlay_is_the_base_and_is_remembered()
    {
        FileTreeBuilder tree = SetupTree.Create(("usr/lib/sysusers.d/a.conf", "u added 500\n"));
        tree.Add(TestFiles.Text("etc/passwd", "root:x:0:0:The root:/root:/bin/sh\n", TestFiles.Overlay));
        SetupTree.Apply(new AccountsStep(), tree);
        Assert.StartsWith("root:x:0:0:The root:/root:/bin/sh\nadded:", tree.TextAt("etc/passwd"));
        Assert.Equal(TestFiles.Overlay, tree.Find("etc/passwd")!.Origin.Replaced);
    }

    [Theory]
    [InlineData("audio", 500u, "AVO0521")]
    [InlineData("mine", 42u, "AVO0521")]
    [InlineData("bad:name", 500u, "AVO0522")]
    [InlineData("1st", 500u, "AVO0522")]
    [InlineData("", 500u, "AVO0522")]
    public void A_group_of_the_project_that_cannot_be_is_an_error(string name, uint gid, string code)
    {
        var error = Assert.Throws<AvocadoException>(() => Apply("", p => p with { Groups = [new(name, gid)] }));
        Assert.Equal(code, error.Code.Id);
    }

    [Theory]
    [InlineData("daemon", 500u, "daemon", "/", "AVO0521")]
    [InlineData("mine", 1u, "mine", "/", "AVO0521")]
    [InlineData("mine", 500u, "nobody-knows", "/", "AVO0521")]
    [InlineData("mine", 500u, "mine", "relative", "AVO0522")]
    [InlineData("mine", 500u, "mine", "/a:b", "AVO0522")]
    public void A_user_of_the_project_that_cannot_be_is_an_error(
        string name, uint uid, string group, string home, string code)
    {
        var user = new DeviceUser(name, uid, group, home, "/usr/sbin/nologin", "");
        var error = Assert.Throws<AvocadoException>(() => Apply("", p => p with { Users = [user] }));
        Assert.Equal(code, error.Code.Id);
    }

    [Fact]
    public void A_user_of_the_project_can_join_a_group_that_a_package_brings()
    {
        var user = new DeviceUser("gateway", 400, "plugdev", "/", "/usr/sbin/nologin", "");
        FileTreeBuilder tree = Apply("g plugdev 46\n", p => p with { Users = [user] });
        Assert.Contains("gateway:x:400:46:", tree.TextAt("etc/passwd"));
    }

    [Fact]
    public void The_project_pins_an_id_before_a_package_takes_it()
    {
        var user = new DeviceUser("gateway", 999, "gateway", "/", "/usr/sbin/nologin", "");
        FileTreeBuilder tree = Apply("g input -\n", p => p with { Users = [user] });
        Assert.Contains("gateway:x:999:999:", tree.TextAt("etc/passwd"));
        Assert.DoesNotContain("input:x:999:", tree.TextAt("etc/group"));
    }

    [Fact]
    public void Damaged_lines_are_typed_errors_or_right_results()
    {
        var random = new Random(6);
        int failed = 0;
        for (int i = 0; i < 3000; i++)
        {
            char[] text = Sysusers.ToCharArray();
            for (int j = 0; j < 3; j++)
            {
                text[random.Next(text.Length)] = " \n\"'\\:-%!/ugmr0\u0001é\0"[random.Next(18)];
            }
            try
            {
                string passwd = Apply(new string(text)).TextAt("etc/passwd")!;
                Assert.All(passwd.Split('\n', StringSplitOptions.RemoveEmptyEntries),
                    l => Assert.Equal(6, l.Count(c => c == ':')));
            }
            catch (AvocadoException)
            {
                failed++;
            }
        }
        Assert.InRange(failed, 1, 2999);
    }

    [ToolFact("systemd-sysusers")]
    public void Systemd_makes_the_same_accounts_but_for_the_ids_it_counts_down()
    {
        using var folder = new TemporaryFolder();
        const string lines =
            """
            u messagebus - "System Message Bus" /nonexistent
            u sshd -:nogroup "sshd user" /run/sshd
            u fixed 777 "With \"quotes\" and 'more'" /var/lib/fixed /bin/sh
            u games 5:60
            g games 60
            g tape 26
            g input -
            m messagebus audio
            m late later
            m root users

            """;
        FileTreeBuilder tree = Apply(lines);
        foreach ((string path, string text) in (ReadOnlySpan<(string, string)>)[
            ("etc/passwd", SetupTree.PasswdMaster), ("etc/group", SetupTree.GroupMaster),
            ("usr/lib/sysusers.d/test.conf", lines)])
        {
            folder.Write(path, System.Text.Encoding.UTF8.GetBytes(text));
        }
        ForeignTool.Run("systemd-sysusers", "--root=" + folder.Path);
        foreach (string file in (string[])["passwd", "group"])
        {
            Assert.Equal(
                Accounts(File.ReadAllText(folder["etc/" + file])), Accounts(tree.TextAt("etc/" + file)!));
        }

        // Name, ids outside the dynamic range, description, home, shell or members; passwords differ by design.
        static IEnumerable<string> Accounts(string text) =>
            text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(':')).Select(f =>
                string.Join(':', f.Select((v, i) => i == 1 ? "" : int.TryParse(v, out int id) && id is >= 200 and < 1000 and not 777 ? "?" : v)))
                .Order(StringComparer.Ordinal);
    }

    [ToolFact("pwck", "grpck")]
    public void Shadow_tools_find_the_four_files_in_order()
    {
        using var folder = new TemporaryFolder();
        FileTreeBuilder tree = Apply(Sysusers.Replace("m late later", "", StringComparison.Ordinal)
            .Replace("m messagebus audio", "m root audio", StringComparison.Ordinal));
        foreach (string file in (string[])["passwd", "group", "shadow", "gshadow"])
        {
            folder.Write(file, System.Text.Encoding.UTF8.GetBytes(tree.TextAt("etc/" + file)!));
        }
        ToolResult users = ForeignTool.Try("pwck", "-r", "-q", folder["passwd"], folder["shadow"]);
        Assert.True(users.ExitCode == 0, users.Output + users.Error);
        ToolResult groups = ForeignTool.Try("grpck", "-r", folder["group"], folder["gshadow"]);
        Assert.True(groups.ExitCode == 0, groups.Output + groups.Error);
        File.AppendAllText(folder["passwd"], "root:x:0:0\n");
        Assert.NotEqual(0, ForeignTool.Try("pwck", "-r", "-q", folder["passwd"], folder["shadow"]).ExitCode);
    }

    private static FileTreeBuilder Apply(string sysusers, Func<ImageProject, ImageProject>? project = null) =>
        SetupTree.Apply(new AccountsStep(),
            SetupTree.Create(("usr/lib/sysusers.d/test.conf", sysusers)), TestFiles.Project(project));
}
