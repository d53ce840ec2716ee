namespace Avocado.EndToEnd.Tests.Builds;

[Collection(BuildTestGroup.Name)]
public sealed class ReleaseTests(Bench bench, Pair pair) : IClassFixture<Pair>
{
    [Fact]
    public void Two_image_projects_of_one_solution_build_at_once_and_do_not_disturb_each_other()
    {
        pair.Build.MustSucceed();
        Assert.Contains(Path.Combine("extensions", "extra.raw"), pair.Second.Stamps.Keys);
        Assert.DoesNotContain(Path.Combine("extensions", "extra.raw"), pair.First.Stamps.Keys);
        // One app for both: it is published once, and is the same in both.
        string app = Path.Combine("extensions", "app.raw");
        Assert.Equal(File.ReadAllBytes(pair.First.PathOf(app)), File.ReadAllBytes(pair.Second.PathOf(app)));
        Assert.Equal(File.ReadAllBytes(bench.Baseline.PathOf(app)), File.ReadAllBytes(pair.First.PathOf(app)));
    }

    [Fact]
    public void The_root_hash_is_the_same_in_Debug_and_Release_and_with_other_extensions_and_modes()
    {
        pair.Build.MustSucceed();
        Assert.Equal(bench.RootHash, File.ReadAllText(pair.First.PathOf("rootfs.roothash")));
        Assert.Equal(bench.RootHash, File.ReadAllText(pair.Second.PathOf("rootfs.roothash")));
        Assert.NotEqual(
            File.ReadAllText(pair.First.PathOf("runtime.json")), File.ReadAllText(pair.Second.PathOf("runtime.json")));
    }

    [Fact]
    public void Release_leaves_the_development_mode_out_and_the_extensions_that_only_it_has()
    {
        pair.Build.MustSucceed();
        string[] left = [Path.Combine("modes", "development.addon.efi"), Path.Combine("extensions", "field-tools.raw")];
        Assert.Subset(bench.Baseline.Stamps.Keys.ToHashSet(), left.ToHashSet());
        Assert.Empty(pair.First.Stamps.Keys.Intersect(left));
        string manifest = File.ReadAllText(pair.First.PathOf("runtime.json"));
        Assert.DoesNotContain("development", manifest);
        Assert.DoesNotContain("field-tools", manifest);
    }

    [Fact]
    public void Release_without_keys_is_an_error_for_each_use()
    {
        BuildResult result = bench.Copy.DotNet("build", "-c", "Release");
        Assert.NotEqual(0, result.ExitCode);
        Assert.Equal(3, result.Errors.Count);
        foreach (string use in (string[])["secure-boot", "verity", "modes"])
        {
            Assert.Single(result.Errors,
                e => e.Contains("error AVO0023", StringComparison.Ordinal)
                    && e.Contains($"Use=\"{use}\"", StringComparison.Ordinal));
        }
        Assert.Empty(new Outputs(bench.Copy.OutputFolder("Release")).Stamps);
    }

    [Fact]
    public void An_image_larger_than_its_slot_is_an_error_at_the_size_and_leaves_the_old_outputs()
    {
        pair.Build.MustSucceed();
        Outputs before = pair.First;
        using (pair.Copy.Edit("<Version>1.0.0</Version>", "<Version>1.0.0</Version>\n    <RootSize>16M</RootSize>"))
        {
            BuildResult result = pair.Copy.DotNet("build", "-c", "Release");
            string error = result.MustFailWith("AVO0580");
            Assert.StartsWith($"{pair.Copy.ProjectFile}({LineOf("<RootSize>")},5): ", error);
            Assert.Contains("<RootSize>", error);
        }
        Assert.Equal(before.Stamps, pair.First.Stamps);
    }

    [Fact]
    public void An_overlay_over_a_package_s_file_is_an_error_at_the_overlay()
    {
        string overlay = Path.Combine(pair.Copy.ProjectFolder, "hidden", "etc");
        Directory.CreateDirectory(overlay);
        File.WriteAllText(Path.Combine(overlay, "bash.bashrc"), "# mine\n");
        using (pair.Copy.Add("  <ItemGroup><Overlay Include=\"hidden/\" /></ItemGroup>"))
        {
            string error = pair.Copy.DotNet("build").MustFailWith("AVO0102");
            Assert.StartsWith($"{pair.Copy.ProjectFile}({LineOf("hidden/")},", error);
            Assert.Contains("/etc/bash.bashrc", error);
            Assert.Contains("bash", error);
        }
    }

    [Fact]
    public void A_program_without_its_library_is_an_error_that_names_both_and_the_package_that_has_it()
    {
        string overlay = Path.Combine(pair.Copy.ProjectFolder, "program", "usr", "bin");
        Directory.CreateDirectory(overlay);
        File.WriteAllBytes(
            Path.Combine(overlay, "tool"), new Avocado.Testing.Elf.ElfSample { Needed = ["libmnl.so.0"] }.Build());
        using (pair.Copy.Add("  <ItemGroup><Overlay Include=\"program/\" /></ItemGroup>"))
        {
            BuildResult result = pair.Copy.DotNet("build");
            Assert.NotEqual(0, result.ExitCode);
            Assert.All(result.Errors, e => Assert.Contains("error AVO0540", e));
            Assert.Single(result.Errors, e => e.EndsWith(
                "/usr/bin/tool (overlay program) needs libmnl.so.0, which the package libmnl0 has",
                StringComparison.Ordinal));
        }
    }

    private int LineOf(string text) =>
        File.ReadLines(pair.Copy.ProjectFile).TakeWhile(l => !l.Contains(text, StringComparison.Ordinal)).Count() + 1;
}
