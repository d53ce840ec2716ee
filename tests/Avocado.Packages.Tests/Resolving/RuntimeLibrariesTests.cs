using System.Collections.Immutable;
using Avocado.Files.Diagnostics;
using Avocado.Packages.Locking;
using Avocado.Packages.Resolving;
using Avocado.Packages.Tests.Fakes;
using Avocado.Testing.Elf;

namespace Avocado.Packages.Tests.Resolving;

public sealed class RuntimeLibrariesTests : IDisposable
{
    private const string Libraries = "usr/lib/x86_64-linux-gnu/";

    private readonly TestArchive _archive = new();
    private readonly List<PackageProgress> _notes = [];

    public void Dispose() => _archive.Dispose();

    [Fact]
    public async Task What_a_program_opens_at_run_time_is_added_and_what_that_opens_too()
    {
        Publish(Program("app", Note("recommended", "libfirst.so.1")), Library("odd-name", "libfirst.so.1",
            Note("required", "libsecond.so.2")), Library("libsecond2", "libsecond.so.2"));
        ImmutableArray<LockedPackage> all = await ResolveAsync("app");
        Assert.Equal(["app", "libsecond2", "odd-name"], all.Select(p => p.Name));
        Assert.Equal("dlopen of odd-name (libsecond.so.2)", all[1].Why["/"]);
        Assert.Equal("dlopen of app (libfirst.so.1)", all[2].Why["/"]);
    }

    [Fact]
    public async Task Suggested_libraries_come_with_their_feature_alone()
    {
        Publish(Program("app", Note("suggested", "libtpm.so.0", "tpm")), Library("libtpm0", "libtpm.so.0"));
        Assert.Equal(["app"], (await ResolveAsync("app")).Select(p => p.Name));
        ResolveRequest withTpm = _archive.Request("app") with { LibraryFeatures = ["tpm"] };
        Assert.Equal(["app", "libtpm0"], (await ResolveAsync(withTpm)).Select(p => p.Name));
    }

    [Fact]
    public async Task Any_of_the_named_libraries_is_enough()
    {
        Publish(Program("app", Note("required", "libnew.so.2\",\"libold.so.1")),
            Library("libnew2", "libnew.so.2"), Library("libold1", "libold.so.1"));
        Assert.Equal(["app", "libnew2"], (await ResolveAsync("app")).Select(p => p.Name));
        Assert.Equal(["app", "libold1"], (await ResolveAsync("app", "libold1")).Select(p => p.Name));
    }

    [Fact]
    public async Task An_extension_uses_the_roots_libraries_and_brings_the_others()
    {
        Publish(Program("app", Note("required", "liba.so.1"), Note("required", "libb.so.1")),
            Library("liba1", "liba.so.1"), Library("libb1", "libb.so.1"));
        ImmutableArray<LockedPackage> all = await ResolveAsync("liba1", "app:field");
        Assert.Equal(["/"], all.Single(p => p.Name == "liba1").Why.Keys);
        Assert.Equal(["field"], all.Single(p => p.Name == "libb1").Why.Keys);
    }

    [Fact]
    public async Task A_required_library_that_nothing_has_is_an_error_and_a_recommended_one_a_note()
    {
        Publish(Program("app", Note("required", "libnone.so.1")),
            Program("other", Note("recommended", "libnone.so.1")));
        AvocadoException error = await Expect.CodeAsync(Codes.MissingDlopenLibrary, () => ResolveAsync("app"));
        Assert.Contains("libnone.so.1", error.Message);
        await ResolveAsync("other");
        Assert.Contains(_notes, n => n.Item.Contains("libnone.so.1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_library_that_is_left_out_stays_out()
    {
        Publish(Program("app", Note("required", "liba.so.1")), Library("liba1", "liba.so.1"));
        ResolveRequest request = _archive.Request("app") with { Excluded = ["liba1"] };
        Assert.Equal(["app"], (await ResolveAsync(request)).Select(p => p.Name));
    }

    [Fact]
    public async Task Without_a_list_of_files_the_package_is_found_by_Debians_naming_rule()
    {
        _archive.Publish([Program("app", Note("required", "libfoo_bar2.so.1")),
            Library("libfoo-bar2-1t64", "libfoo_bar2.so.1")]);
        Assert.Equal(["app", "libfoo-bar2-1t64"], (await ResolveAsync("app")).Select(p => p.Name));
    }

    [Fact]
    public async Task A_package_of_the_right_name_without_the_library_does_not_count()
    {
        _archive.Publish([Program("app", Note("required", "libfoo.so.1")), new TestPackage("libfoo1")]);
        await Expect.CodeAsync(Codes.MissingDlopenLibrary, () => ResolveAsync("app"));
    }

    [Theory]
    [InlineData("libz.so.1", "libz1")]
    [InlineData("libtss2-esys.so.0", "libtss2-esys0")]
    [InlineData("libpcre2-8.so.0", "libpcre2-8-0")]
    public void The_naming_rule_is_that_of_Debian(string soname, string package) =>
        Assert.Equal([package, package + "t64"], SonameRule.PackageNames(soname));

    private static (string, uint, byte[]) Note(string priority, string soname, string feature = "x") =>
        ElfSample.Dlopen($"[{{\"feature\":\"{feature}\",\"priority\":\"{priority}\",\"soname\":[\"{soname}\"]}}]");

    private static TestPackage Program(string name, params (string, uint, byte[])[] notes) => new(name)
    {
        Data = tar => TestPackage.File(tar, "usr/bin/" + name, new ElfSample { Notes = notes }.Build()),
    };

    private static TestPackage Library(string name, string soname, params (string, uint, byte[])[] notes) => new(name)
    {
        Data = tar => TestPackage.File(
            tar, Libraries + soname, new ElfSample { SoName = soname, Notes = notes }.Build()),
    };

    private void Publish(params TestPackage[] packages)
    {
        // The list of files as the archive makes it: of every package that is named like a library here.
        var sonames = new Dictionary<string, string>
        {
            ["odd-name"] = "libfirst.so.1", ["libsecond2"] = "libsecond.so.2", ["libtpm0"] = "libtpm.so.0",
            ["libnew2"] = "libnew.so.2", ["libold1"] = "libold.so.1", ["liba1"] = "liba.so.1", ["libb1"] = "libb.so.1",
        };
        _archive.Publish(packages, contents: string.Concat(packages.Where(p => sonames.ContainsKey(p.Name))
            .Select(p => $"{Libraries}{sonames[p.Name]}   libs/{p.Name}\n")));
    }

    private Task<ImmutableArray<LockedPackage>> ResolveAsync(params string[] packages) =>
        ResolveAsync(_archive.Request(packages));

    private async Task<ImmutableArray<LockedPackage>> ResolveAsync(ResolveRequest request) =>
        (await _archive.Service().ResolveAsync(request, LockMode.ForceEvaluate, new Notes(_notes))).Section.Packages;

    private sealed class Notes(List<PackageProgress> notes) : IProgress<PackageProgress>
    {
        public void Report(PackageProgress value)
        {
            if (value.Stage == PackageStage.Note)
            {
                notes.Add(value);
            }
        }
    }
}
