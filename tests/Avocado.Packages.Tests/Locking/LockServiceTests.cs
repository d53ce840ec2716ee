using System.Text;
using Avocado.Files.Diagnostics;
using Avocado.Packages.Locking;
using Avocado.Packages.Tests.Fakes;

namespace Avocado.Packages.Tests.Locking;

public sealed class LockServiceTests : IDisposable
{
    private readonly TestArchive _archive = new();

    public LockServiceTests() => Publish("1.0");

    public void Dispose() => _archive.Dispose();

    [Fact]
    public async Task A_restore_writes_what_was_chosen_and_never_a_mirror()
    {
        LockResult result = await RestoreAsync("app", "tool:field");
        Assert.True(result.IsNew);
        Assert.Equal(TestArchive.Released, result.Section.SourceDate);
        Assert.Equal(["app", "liba1", "tool"], result.Section.Packages.Select(p => p.Name));
        string text = await File.ReadAllTextAsync(_archive.LockPath);
        Assert.Contains("\"path\": \"pool/main/app/app_1.0_amd64.deb\"", text);
        Assert.Contains("\"/\": \"Depends of app\"", text);
        Assert.Contains("\"field\": \"requested\"", text);
        Assert.DoesNotContain("127.0.0.1", text);
        Assert.DoesNotContain("http", text);
        Assert.DoesNotContain('\r', text);
        Assert.EndsWith("}\n", text);
    }

    [Fact]
    public async Task What_was_written_is_read_back_the_same()
    {
        LockResult result = await RestoreAsync("app", "tool:field");
        byte[] bytes = await File.ReadAllBytesAsync(_archive.LockPath);
        Assert.Equal(bytes, LockFileWriter.Write(LockFileReader.Read(bytes)));
        LockSection read = LockFile.Load(_archive.LockPath).Sections["x86_64-uefi"];
        Assert.Equal(result.Section.Packages.Length, read.Packages.Length);
    }

    [Fact]
    public async Task A_lock_that_fits_and_a_full_cache_mean_no_network()
    {
        await RestoreAsync("app");
        _archive.Server.Files.Clear();
        int before = _archive.Server.Requests.Count;
        LockResult again = await RestoreAsync("app");
        Assert.False(again.IsNew);
        Assert.Equal(before, _archive.Server.Requests.Count);
    }

    [Fact]
    public async Task The_same_choice_leaves_the_file_alone()
    {
        await RestoreAsync("app");
        DateTime written = File.GetLastWriteTimeUtc(_archive.LockPath);
        Assert.False((await ResolveAsync(_archive.Request("app"), LockMode.ForceEvaluate)).IsNew);
        Assert.Equal(written, File.GetLastWriteTimeUtc(_archive.LockPath));
    }

    [Fact]
    public async Task A_new_request_is_resolved_and_a_new_release_waits_for_force_evaluate()
    {
        await RestoreAsync("app");
        Publish("1.1");
        Assert.Equal("1.0", VersionOf(await RestoreAsync("app")));
        Assert.Equal("1.1", VersionOf(await ResolveAsync(_archive.Request("app"), LockMode.ForceEvaluate)));
        Assert.Contains("tool", (await RestoreAsync("app", "tool")).Section.Packages.Select(p => p.Name));
    }

    [Fact]
    public async Task Locked_mode_takes_a_lock_that_fits_and_needs_one()
    {
        AvocadoException error = await RefusedAsync(Codes.LockMissing, _archive.Request("app"));
        Assert.Contains("x86_64-uefi", error.Message);
        await RestoreAsync("app");
        Assert.False((await ResolveAsync(_archive.Request("app"), LockMode.Locked)).IsNew);
        await RefusedAsync(Codes.LockMissing, _archive.Request("app") with { Board = "arm64-uefi" });
    }

    [Fact]
    public async Task Locked_mode_names_every_difference()
    {
        await RestoreAsync("app", "tool:field");
        ResolveRequest same = _archive.Request("app", "tool:field");
        await SaysAsync(
            "the project asks for tool in the root file system", _archive.Request("app", "tool", "tool:field"));
        await SaysAsync("it has tool in field", _archive.Request("app"));
        await SaysAsync("it has .NET SDK 10.0.401, this is 10.0.402", same with { DotNetSdkVersion = "10.0.402" });
        await SaysAsync("it has pack not at all, the build uses 10.0.2", same with
        {
            RuntimePacks = same.RuntimePacks.Add("pack", "10.0.2"),
        });
        await SaysAsync("the project leaves out liba1", same with { Excluded = same.Excluded.Add("liba1") });
        await SaysAsync("it leaves out cpio", same with { Excluded = same.Excluded.Remove("cpio") });
        await SaysAsync("the libraries for 'tpm'", same with { LibraryFeatures = ["tpm"] });
        await SaysAsync("the project has debian (deb sid main)", same with { Feeds = [_archive.Feed("sid")] });
        await SaysAsync("the board is arm64", same with { Architecture = "arm64" });
        // Where packages come from is no difference: locks name no mirror.
        FeedDescription elsewhere = _archive.Feed() with { Uri = new Uri("http://elsewhere.test/debian") };
        await ResolveAsync(same with { Feeds = [elsewhere] }, LockMode.Locked);
    }

    [Fact]
    public async Task A_new_dotnet_sdk_keeps_the_packages_and_asks_nobody()
    {
        await RestoreAsync("app");
        int before = _archive.Server.Requests.Count;
        LockResult result = await ResolveAsync(
            _archive.Request("app") with { DotNetSdkVersion = "10.0.500" }, LockMode.Normal);
        Assert.True(result.IsNew);
        Assert.Equal(before, _archive.Server.Requests.Count);
        Assert.Equal("10.0.500", LockFile.Load(_archive.LockPath).Sections["x86_64-uefi"].DotNetSdkVersion);
    }

    [Fact]
    public async Task A_version_that_vanished_is_an_error_that_says_how_to_renew_the_lock()
    {
        await RestoreAsync("app");
        _archive.Server.Files.TryRemove("/debian/pool/main/app/app_1.0_amd64.deb", out _);
        Directory.Delete(_archive["cache"], recursive: true);
        AvocadoException error = await Expect.CodeAsync(Codes.VanishedPackage, () => RestoreAsync("app"));
        Assert.Contains("dotnet restore --force-evaluate", error.Message);
    }

    [Fact]
    public async Task A_version_that_vanished_from_the_mirror_is_taken_from_the_snapshots_by_its_digest()
    {
        await RestoreAsync("app");
        const string Path = "/pool/main/app/app_1.0_amd64.deb";
        Assert.True(_archive.Server.Files.TryRemove("/debian" + Path, out byte[]? deb));
        _archive.Server.Files["/snap/archive/debian/20260913T075541Z" + Path] = deb;
        Directory.Delete(_archive["cache"], recursive: true);
        var feed = new Packages.Debian.DebianFeed(
            _archive.Feed() with { SignedBy = null }, _archive.Store, _archive.Downloader,
            new Packages.Debian.DebianFeedOptions { Snapshots = new Uri(_archive.Server.Root, "snap") });
        var service = new LockService(_archive.LockPath, _archive.Cache,
            new Packages.Caching.PackageCache(_archive.Store, _archive.Downloader), _ => feed);
        await service.FetchAsync(LockFile.Load(_archive.LockPath).Sections["x86_64-uefi"], [_archive.Feed()]);
        Assert.Contains(_archive.Server.Requests, r => r.Path.StartsWith("/snap", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Boards_that_are_restored_at_once_keep_each_others_sections()
    {
        string[] boards = [.. Enumerable.Range(0, 8).Select(i => $"board{i}")];
        await Task.WhenAll(boards.Select(board => Task.Run(() =>
            ResolveAsync(_archive.Request("app") with { Board = board }, LockMode.Normal))));
        Assert.Equal(boards, LockFile.Load(_archive.LockPath).Sections.Keys);
        Assert.Equal([_archive.LockPath], Directory.GetFiles(Path.GetDirectoryName(_archive.LockPath)!, "*lock*"));
    }

    [Fact]
    public async Task Two_restores_of_one_project_write_the_same_bytes()
    {
        await RestoreAsync("tool:field", "app");
        byte[] first = await File.ReadAllBytesAsync(_archive.LockPath);
        string other = _archive["other.lock.json"];
        await _archive.Service(other).ResolveAsync(_archive.Request("app", "tool:field"), LockMode.Normal);
        Assert.Equal(first, await File.ReadAllBytesAsync(other));
    }

    [Theory]
    [InlineData("<<<<<<< HEAD\n{}")]
    [InlineData("{\"version\": 2, \"boards\": {}}")]
    [InlineData("{\"version\": 1}")]
    [InlineData("{\"version\": 1, \"boards\": {\"x\": {}}}")]
    [InlineData("")]
    public async Task A_lock_that_cannot_be_read_is_an_error_and_stays_as_it_is(string text)
    {
        await File.WriteAllTextAsync(_archive.LockPath, text);
        await Expect.CodeAsync(Codes.LockDamaged, () => RestoreAsync("app"));
        Assert.Equal(text, await File.ReadAllTextAsync(_archive.LockPath));
    }

    [Fact]
    public async Task Damaged_locks_give_typed_errors_or_results()
    {
        await RestoreAsync("app");
        byte[] good = await File.ReadAllBytesAsync(_archive.LockPath);
        Assert.True(Expect.TypedErrors(good, 1500, bytes => LockFileReader.Read(bytes)) > 500);
    }

    [Fact]
    public async Task A_path_out_of_the_archive_is_refused_in_locks_too()
    {
        await RestoreAsync("app");
        string text = await File.ReadAllTextAsync(_archive.LockPath);
        await File.WriteAllTextAsync(_archive.LockPath,
            text.Replace("pool/main/app/", "../../", StringComparison.Ordinal), Encoding.UTF8);
        await Expect.CodeAsync(Codes.LockDamaged, () => RestoreAsync("app"));
    }

    [Fact]
    public async Task Two_feeds_of_one_name_are_refused()
    {
        ResolveRequest request = _archive.Request("app");
        await RefusedAsync(
            Codes.BadFeed, request with { Feeds = [request.Feeds[0], request.Feeds[0]] }, LockMode.Normal);
    }

    [Fact]
    public async Task A_failed_restore_leaves_the_lock_alone()
    {
        await RestoreAsync("app");
        byte[] before = await File.ReadAllBytesAsync(_archive.LockPath);
        await RefusedAsync(Codes.UnknownPackage, _archive.Request("app", "absent"), LockMode.Normal);
        Assert.Equal(before, await File.ReadAllBytesAsync(_archive.LockPath));
    }

    private static string VersionOf(LockResult result) => result.Section.Packages.Single(p => p.Name == "app").Version;

    private void Publish(string version) => _archive.Publish(
    [
        new TestPackage("app", version) { Fields = ["Depends: liba1"] },
        new TestPackage("liba1"),
        new TestPackage("tool") { Fields = ["Depends: liba1"] },
    ]);

    private Task<LockResult> ResolveAsync(ResolveRequest request, LockMode mode) =>
        _archive.Service().ResolveAsync(request, mode);

    private async Task<LockResult> RestoreAsync(params string[] packages)
    {
        ResolveRequest request = _archive.Request(packages);
        LockService service = _archive.Service();
        LockResult result = await service.ResolveAsync(request, LockMode.Normal);
        await service.FetchAsync(result.Section, request.Feeds);
        return result;
    }

    private Task<AvocadoException> RefusedAsync(
        DiagnosticCode code, ResolveRequest request, LockMode mode = LockMode.Locked) =>
        Expect.CodeAsync(code, () => ResolveAsync(request, mode));

    private async Task SaysAsync(string difference, ResolveRequest request) =>
        Assert.Contains(difference, (await RefusedAsync(Codes.LockDiffers, request)).Message);
}
