using Avocado.Files;
using Avocado.Images.Model;
using Avocado.Images.SystemSetup;

namespace Avocado.Images.Tests.SystemSetup;

/// <summary>A root file system as it lies there after its packages were unpacked.</summary>
internal static class SetupTree
{
    public const string PasswdMaster =
        """
        root:*:0:0:root:/root:/bin/bash
        daemon:*:1:1:daemon:/usr/sbin:/usr/sbin/nologin
        man:*:6:12:man:/var/cache/man:/usr/sbin/nologin
        nobody:*:65534:65534:nobody:/nonexistent:/usr/sbin/nologin

        """;

    public const string GroupMaster =
        """
        root:*:0:
        daemon:*:1:
        man:*:12:
        audio:*:29:
        shadow:*:42:
        users:*:100:
        nogroup:*:65534:

        """;

    public static FileTreeBuilder Create(params (string Path, string Text)[] files)
    {
        var tree = new FileTreeBuilder();
        tree.Add(TestFiles.Text("usr/lib/os-release", "NAME=\"Debian GNU/Linux\"\nID=debian\nVERSION_ID=\"13\"\n"));
        tree.Add(TestFiles.Text("usr/share/base-passwd/passwd.master", PasswdMaster, TestFiles.Package("base-passwd")));
        tree.Add(TestFiles.Text("usr/share/base-passwd/group.master", GroupMaster, TestFiles.Package("base-passwd")));
        foreach ((string path, string text) in files)
        {
            tree.Add(TestFiles.Text(path, text, TestFiles.Package("test")));
        }
        return tree;
    }

    public static FileTreeBuilder Apply(ISystemSetupStep step, FileTreeBuilder tree, ImageProject? project = null)
    {
        step.Apply(new SystemSetupContext(tree, project ?? TestFiles.Project()));
        return tree;
    }
}
