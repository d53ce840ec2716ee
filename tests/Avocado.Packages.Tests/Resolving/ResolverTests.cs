using System.Collections.Immutable;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Packages.Debian;
using Avocado.Packages.Resolving;
using Avocado.Packages.Tests.Fakes;

namespace Avocado.Packages.Tests.Resolving;

public class ResolverTests
{
    private readonly List<PackageRecord> _records = [];

    [Fact]
    public void Everything_needed_is_taken_and_nothing_recommended()
    {
        Add("app", depends: "liba1, libb1 (>= 2)", preDepends: "base");
        Add("liba1");
        Add("libb1", "2.0");
        Add("base");
        Add("stranger");
        Assert.Equal(["app", "base", "liba1", "libb1"], Names("app"));
    }

    [Fact]
    public void Each_package_says_why_it_is_there()
    {
        Add("app", depends: "liba1", preDepends: "base");
        Add("liba1");
        Add("base");
        Assert.Equal(
            ["requested", "Pre-Depends of app", "Depends of app"], Resolve("app").Select(p => p.Why["/"]));
    }

    [Fact]
    public void The_first_real_alternative_is_preferred_and_what_is_there_before_that()
    {
        Add("app", depends: "virtual | bb | cc");
        Add("aa", provides: "virtual");
        Add("bb");
        Add("cc");
        Assert.Equal(["app", "bb"], Names("app"));
        Assert.Equal(["app", "cc"], Names("app", "cc"));
        Assert.Equal(["aa", "app"], Names("app", "aa"));
    }

    [Fact]
    public void Of_several_providers_the_first_name_is_taken_and_versions_count()
    {
        Add("app", depends: "virtual (>= 2)");
        Add("aa", provides: "virtual");
        Add("bb", provides: "virtual (= 1)");
        Add("dd", provides: "virtual (= 3)");
        Add("cc", provides: "virtual (= 2)");
        Assert.Equal(["app", "cc"], Names("app"));
    }

    [Fact]
    public void The_newest_version_that_fits_is_taken()
    {
        Add("app", depends: "liba1 (<< 3)");
        Add("liba1", "1.0");
        Add("liba1", "2.0");
        Add("liba1", "3.0");
        Assert.Equal("2.0", Resolve("app").Single(p => p.Record.Name == "liba1").Record.Version.Text);
    }

    [Fact]
    public void A_choice_that_leads_nowhere_is_taken_back()
    {
        Add("app", depends: "aa | bb, cc");
        Add("aa");
        Add("bb");
        Add("cc", conflicts: "aa");
        Assert.Equal(["app", "bb", "cc"], Names("app"));
    }

    [Fact]
    public void Packages_that_need_each_other_are_no_endless_loop()
    {
        Add("aa", depends: "bb");
        Add("bb", depends: "cc");
        Add("cc", depends: "aa");
        Assert.Equal(["aa", "bb", "cc"], Names("bb"));
    }

    [Theory]
    [InlineData("bb", "", "")]
    [InlineData("", "bb (<< 2)", "")]
    [InlineData("virtual", "", "virtual")]
    public void Packages_that_refuse_each_other_are_explained(string conflicts, string breaks, string provides)
    {
        Add("aa", conflicts: conflicts, breaks: breaks);
        Add("app", depends: "bb");
        Add("bb", provides: provides);
        AvocadoException error = Expect.Code(Codes.PackageConflict, () => Names("aa", "app"));
        Assert.Contains("the project asks for app, which needs bb", error.Message);
        Assert.Contains("the project asks for aa", error.Message);
        Assert.Equal(new SourceLocation("app.csproj", 2, 1), error.Location);
    }

    [Fact]
    public void A_package_does_not_refuse_itself_or_newer_versions()
    {
        Add("aa", "2.0", provides: "mail", conflicts: "mail", breaks: "bb (<< 1.0)");
        Add("bb", "1.0");
        Assert.Equal(["aa", "bb"], Names("aa", "bb"));
    }

    [Fact]
    public void A_need_that_nothing_meets_is_explained_with_the_way_to_it()
    {
        Add("app", depends: "liba1");
        Add("liba1", depends: "libc6 (>= 3)");
        Add("libc6", "2.41");
        AvocadoException error = Expect.Code(Codes.UnsatisfiedDependency, () => Names("app"));
        Assert.Contains("libc6 (>= 3)", error.Message);
        Assert.Contains("the feeds only have libc6 2.41", error.Message);
        Assert.Contains("the project asks for app, which needs liba1", error.Message);
    }

    [Fact]
    public void What_is_left_out_counts_as_met_with_all_it_provides()
    {
        Add("kernel", depends: "initramfs-tools | dracut, awk, debconf (>= 99) | debconf-2.0");
        Add("initramfs-tools", depends: "cpio");
        Add("dracut");
        Add("cpio");
        Add("mawk", provides: "awk");
        Add("gawk", provides: "awk");
        Assert.Equal(["kernel"], Names("kernel"));
    }

    [Fact]
    public void What_the_project_asks_for_is_never_left_out()
    {
        Add("kernel", depends: "cpio");
        Add("cpio", depends: "liba1");
        Add("liba1");
        Assert.Equal(["cpio", "kernel", "liba1"], Names("kernel", "cpio"));
    }

    [Fact]
    public void An_extension_gets_what_the_root_lacks_and_two_may_have_the_same()
    {
        Add("base", depends: "libc6");
        Add("libc6");
        Add("tool", depends: "libc6, liba1");
        Add("liba1");
        ImmutableArray<ResolvedPackage> all = Resolve("base", "tool:first", "tool:second");
        Assert.Equal(["/"], all.Single(p => p.Record.Name == "libc6").Why.Keys);
        Assert.Equal(["first", "second"], all.Single(p => p.Record.Name == "liba1").Why.Keys);
        Assert.Equal(["first", "second"], all.Single(p => p.Record.Name == "tool").Why.Keys);
    }

    [Fact]
    public void An_extension_cannot_have_what_the_root_refuses()
    {
        Add("base", conflicts: "tool");
        Add("tool");
        Expect.Code(Codes.PackageConflict, () => Names("base", "tool:field"));
    }

    [Fact]
    public void The_order_of_the_requests_and_of_the_index_changes_nothing()
    {
        Add("app", depends: "aa | bb, virtual");
        Add("bpp", depends: "bb | aa");
        Add("aa", provides: "virtual");
        Add("bb", provides: "virtual");
        string[] first = Names("app", "bpp");
        _records.Reverse();
        Assert.Equal(first, Names("bpp", "app"));
    }

    [Fact]
    public void An_unknown_package_is_an_error_at_its_place_with_the_nearest_names()
    {
        Add("systemd-resolved");
        Add("systemd-repart");
        Add("bash");
        AvocadoException error = Expect.Code(Codes.UnknownPackage, () => Names("systemd-resolvd"));
        Assert.EndsWith("did you mean systemd-resolved?", error.Message);
        Assert.Equal(new SourceLocation("app.csproj", 1, 1), error.Location);
    }

    [Fact]
    public void A_virtual_package_is_no_request_but_its_providers_are_named()
    {
        Add("mawk", provides: "awk");
        Assert.Contains("ask for one of mawk", Expect.Code(Codes.UnknownPackage, () => Names("awk")).Message);
    }

    [Theory]
    [InlineData("lib*")]
    [InlineData("Bash")]
    [InlineData("bash=5.2")]
    [InlineData("../x")]
    public void What_cannot_be_a_name_is_refused(string name) =>
        Expect.Code(Codes.BadPackageName, () => Names(name));

    [Fact]
    public void Architectures_other_than_ours_meet_nothing()
    {
        Add("app", depends: "tool:any, liba1:arm64");
        Add("tool");
        Add("liba1");
        Expect.Code(Codes.UnsatisfiedDependency, () => Names("app"));
    }

    [Fact]
    public void A_maze_of_conflicts_ends_in_bounded_time()
    {
        const int Size = 24;
        for (int i = 0; i < Size; i++)
        {
            Add($"want{i:D2}", depends: $"left{i:D2} | right{i:D2}");
            Add($"left{i:D2}");
            Add($"right{i:D2}");
        }
        // The last need can never be met, but each of 2^24 combinations looks new.
        Add("wantzz", depends: "never");
        Add("never", conflicts: "want00");
        Expect.Code(Codes.PackageConflict, () =>
            Names([.. Enumerable.Range(0, Size).Select(i => $"want{i:D2}"), "wantzz"]));
    }

    private void Add(
        string name, string version = "1.0", string? depends = null, string? preDepends = null, string? provides = null,
        string? conflicts = null, string? breaks = null) => _records.Add(new PackageRecord
        {
            Name = name,
            Version = new DebianVersion(version),
            Architecture = "amd64",
            Feed = "debian",
            Suite = "trixie",
            Path = $"pool/{name}",
            Size = 1,
            Sha256 = Sha256Digest.Of(System.Text.Encoding.UTF8.GetBytes(name + version)),
            DependsText = depends,
            PreDependsText = preDepends,
            ProvidesText = provides,
            ConflictsText = conflicts,
            BreaksText = breaks,
        });

    private ImmutableArray<ResolvedPackage> Resolve(params string[] requests) =>
        new Resolver(new PackageIndex(_records), "amd64", ExcludedPackages.Default).Resolve(
            [.. requests.Select((r, i) => new PackageRequest(
                r.Split(':')[0], r.Split(':').ElementAtOrDefault(1), new SourceLocation("app.csproj", i + 1, 1)))],
            []);

    private string[] Names(params string[] requests) => [.. Resolve(requests).Select(p => p.Record.Name)];
}
