using Avocado.Testing;

namespace Avocado.EndToEnd.Tests.Sample;

[Collection(SampleTestGroup.Name)]
public sealed class RootTests(SampleParts sample)
{
    [ToolFact("unsquashfs", "pwck", "grpck")]
    public void Users_and_groups_of_the_root_are_sound()
    {
        ToolResult users = ForeignTool.Try("pwck", "-r", "-q", "-R", sample.Root);
        Assert.True(users.ExitCode == 0, users.Output + users.Error);
        ToolResult groups = ForeignTool.Try("grpck", "-r", "-R", sample.Root);
        Assert.True(groups.ExitCode == 0, groups.Output + groups.Error);
    }

    [ToolFact("unsquashfs")]
    public void Nobody_has_a_password() =>
        Assert.All(
            File.ReadLines(Path.Combine(sample.Root, "etc/shadow")),
            line => Assert.Contains(line.Split(':')[1], (string[])["*", "!", "!*", "!!"]));

    [ToolFact("unsquashfs")]
    public void The_root_has_no_key_no_certificate_and_no_machine_id()
    {
        Assert.Empty(Secrets.FindIn(sample.Root, Secrets.PrivateKey, Secrets.Certificate));
        Assert.False(Directory.Exists(Path.Combine(sample.Root, "usr/lib/verity.d")));
        Assert.False(Directory.Exists(Path.Combine(sample.Root, "etc/verity.d")));
        Assert.Empty(File.ReadAllBytes(Path.Combine(sample.Root, "etc/machine-id")));
    }

    [ToolFact("unsquashfs")]
    public void The_root_has_no_package_manager()
    {
        foreach (string program in (string[])["usr/bin/apt", "usr/bin/apt-get", "usr/bin/dpkg", "var/lib/dpkg/status"])
        {
            Assert.False(File.Exists(Path.Combine(sample.Root, program)), program);
        }
    }

    [ToolFact("unsquashfs")]
    public void The_root_says_which_image_it_is()
    {
        IReadOnlyDictionary<string, string> release = Fields.Read(Path.Combine(sample.Root, "usr/lib/os-release"));
        Assert.Equal(BuiltSample.Id, release["IMAGE_ID"]);
        Assert.Equal(BuiltSample.Version, release["IMAGE_VERSION"]);
        Assert.Equal("1", release["AVOCADO_SECURITY_VERSION"]);
        Assert.Equal("2033-01-01", release["SUPPORT_END"]);
        Assert.Equal($"{BuiltSample.Id}-{release["VERSION_ID"]}", release["SYSEXT_LEVEL"]);
        Assert.Equal(release["SYSEXT_LEVEL"], release["CONFEXT_LEVEL"]);
    }

    [ToolFact("unsquashfs", "depmod", "cp")]
    public void Module_indexes_are_those_that_depmod_makes()
    {
        string modules = Assert.Single(Directory.GetDirectories(Path.Combine(sample.Root, "usr/lib/modules")));
        string version = Path.GetFileName(modules);
        string again = Path.Combine(sample["depmod"], "lib", "modules", version);
        Directory.CreateDirectory(again);
        ForeignTool.Run("cp", "-R", modules + "/kernel", again);
        foreach (string builtin in (string[])["modules.builtin", "modules.builtin.modinfo", "modules.order"])
        {
            CopyIfThere(Path.Combine(modules, builtin), Path.Combine(again, builtin));
        }
        ForeignTool.Run("depmod", "-b", sample["depmod"], version);
        string[] indexes = [.. Directory.GetFiles(modules, "modules.*.bin").Select(Path.GetFileName).Order()!];
        Assert.Contains("modules.dep.bin", indexes);
        foreach (string index in indexes)
        {
            Assert.True(
                File.ReadAllBytes(Path.Combine(modules, index)).AsSpan()
                    .SequenceEqual(File.ReadAllBytes(Path.Combine(again, index))),
                index);
        }
    }

    // The host's systemd may be older than the image's: only what it says of our own units counts.
    [ToolFact("unsquashfs", "systemd-analyze")]
    public void The_device_s_own_units_are_understood_by_systemd()
    {
        string units = Path.Combine(sample.Root, "usr/lib/systemd/system");
        string[] own = [.. Directory.EnumerateFiles(units).Select(f => Path.GetFileName(f)!)
            .Where(n => n.Contains("avocado", StringComparison.Ordinal) && !n.Contains('@')).Order()];
        Assert.Contains("avocado-extensions.service", own);
        ToolResult result = ForeignTool.Try(
            "systemd-analyze", ["verify", "--man=no", "--root=" + sample.Root, .. own]);
        Assert.DoesNotContain(
            result.Error.Split('\n'), l => own.Any(unit => l.Contains(unit, StringComparison.Ordinal)));
    }

    private static void CopyIfThere(string from, string to)
    {
        if (File.Exists(from))
        {
            File.Copy(from, to);
        }
    }
}
