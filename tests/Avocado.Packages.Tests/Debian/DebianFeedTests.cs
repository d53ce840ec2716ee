using System.Collections.Immutable;
using System.Text;
using Avocado.Files.Diagnostics;
using Avocado.Packages.Debian;
using Avocado.Packages.Debian.Apt;
using Avocado.Packages.Tests.Fakes;
using Avocado.Testing;

namespace Avocado.Packages.Tests.Debian;

public sealed class DebianFeedTests : IDisposable
{
    private readonly TestArchive _archive = new();

    public void Dispose() => _archive.Dispose();

    [Fact]
    public async Task A_signed_suite_is_loaded_with_its_packages_and_date()
    {
        _archive.Publish([new TestPackage("bash", "5.2-1"), new TestPackage("other") { Architecture = "arm64" }]);
        FeedIndex index = await LoadAsync(_archive.Feed());
        PackageRecord bash = Assert.Single(index.Records);
        Assert.Equal(
            ("bash", "5.2-1", "pool/main/bash/bash_5.2-1_amd64.deb"), (bash.Name, bash.Version.Text, bash.Path));
        Assert.Equal(new FeedSuite("trixie", TestArchive.Released), Assert.Single(index.Suites));
    }

    [ToolFact("xz")]
    public async Task An_index_that_is_only_there_as_xz_is_read()
    {
        _archive.Publish([new TestPackage("bash")], extension: ".xz");
        Assert.Single((await LoadAsync(_archive.Feed())).Records);
    }

    [Fact]
    public async Task An_index_is_asked_by_its_digest_where_the_archive_offers_that_and_only_once()
    {
        _archive.Publish([new TestPackage("bash")], extraFields: "Acquire-By-Hash: yes\n");
        string plain = "/debian/dists/trixie/main/binary-amd64/Packages.gz";
        string digest = Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(_archive.Server.Files[plain]));
        string byHash = $"/debian/dists/trixie/main/binary-amd64/by-hash/SHA256/{digest}";
        _archive.Server.Files[byHash] = _archive.Server.Files[plain];
        _archive.Server.Files.TryRemove(plain, out _);
        await LoadAsync(_archive.Feed());
        await LoadAsync(_archive.Feed());
        Assert.Single(_archive.Server.Requests, r => r.Path == byHash);
    }

    [Fact]
    public async Task A_suite_signed_by_another_key_is_refused()
    {
        _archive.Publish([new TestPackage("bash")], key: new TestKey());
        AvocadoException error = await RefusedAsync(Codes.BadReleaseSignature, _archive.Feed());
        Assert.Equal(new SourceLocation("app.csproj", 7, 5), error.Location);
    }

    [Fact]
    public async Task A_release_file_without_signature_is_refused()
    {
        _archive.Publish([new TestPackage("bash")]);
        _archive.Server.Files["/debian/dists/trixie/InRelease"] = "Suite: trixie\n"u8.ToArray();
        await RefusedAsync(Codes.BadReleaseSignature, _archive.Feed());
    }

    [Fact]
    public async Task An_expired_release_file_is_refused_unless_the_hosts_apt_accepts_it()
    {
        const string Expired = "Valid-Until: Sun, 13 Sep 2026 00:00:00 UTC\n";
        _archive.Publish([new TestPackage("bash")], extraFields: Expired);
        _archive.Now = TestArchive.Released.AddDays(30);
        await RefusedAsync(Codes.ExpiredRelease, _archive.Feed());
        _archive.Apt = new AptConfiguration([Mirror("/debian", "bookworm")], CheckValidUntil: false);
        Assert.Single((await LoadAsync(_archive.Feed(withUri: false))).Records);
    }

    [Fact]
    public async Task A_release_file_from_the_future_is_refused()
    {
        DateTimeOffset early = TestArchive.Released.AddDays(-5);
        _archive.Now = early;
        _archive.Publish([new TestPackage("bash")]);
        await RefusedAsync(Codes.BadReleaseSignature, _archive.Feed());
        _archive.Publish([new TestPackage("bash")], signed: early);
        await RefusedAsync(Codes.ExpiredRelease, _archive.Feed());
    }

    [Fact]
    public async Task Another_suite_in_place_of_the_wanted_one_is_refused()
    {
        _archive.Publish([new TestPackage("bash")], suite: "sid");
        _archive.Server.Files["/debian/dists/trixie/InRelease"] = _archive.Server.Files["/debian/dists/sid/InRelease"];
        await RefusedAsync(Codes.ReleaseMismatch, _archive.Feed());
    }

    [Fact]
    public async Task A_missing_component_is_named_with_those_that_are_there()
    {
        _archive.Publish([new TestPackage("bash")]);
        AvocadoException error =
            await RefusedAsync(Codes.ReleaseMismatch, _archive.Feed() with { Components = ["main", "contrib"] });
        Assert.Contains("'contrib'", error.Message);
        Assert.Contains("it has main", error.Message);
    }

    [Fact]
    public async Task An_index_that_is_not_the_signed_one_is_refused()
    {
        _archive.Publish([new TestPackage("bash")]);
        string path = "/debian/dists/trixie/main/binary-amd64/Packages.gz";
        byte[] changed = [.. _archive.Server.Files[path]];
        changed[^9] ^= 1;
        _archive.Server.Files[path] = changed;
        await RefusedAsync(Codes.IndexMismatch, _archive.Feed());
    }

    [Fact]
    public async Task An_unknown_suite_says_what_each_archive_answered()
    {
        AvocadoException error = await RefusedAsync(Codes.NoMirror, _archive.Feed("forky"));
        Assert.Contains("HTTP 404", error.Message);
        Assert.Contains("/dists/forky/InRelease", error.Message);
    }

    [Fact]
    public async Task Without_a_uri_the_hosts_mirrors_give_the_suite_its_updates_and_security_updates()
    {
        _archive.Publish([new TestPackage("bash", "1")]);
        _archive.Publish([new TestPackage("bash", "2")], "trixie-updates");
        _archive.Publish([new TestPackage("bash", "3")], "trixie-security", "/debian-security");
        _archive.Apt = new AptConfiguration(
            [Mirror("/debian", "bookworm", "bookworm-updates"), Mirror("/debian-security", "bookworm-security")], true);
        FeedIndex index = await LoadAsync(_archive.Feed(withUri: false));
        Assert.Equal(["trixie", "trixie-updates", "trixie-security"], index.Suites.Select(s => s.Name));
        Assert.Equal("3", new PackageIndex(index.Records).Find("bash")[0].Version.Text);
    }

    [Fact]
    public async Task A_mirror_that_the_user_sets_stands_in_for_the_hosts()
    {
        _archive.Publish([new TestPackage("bash", "1")]);
        _archive.Publish([new TestPackage("bash", "2")], "trixie-security", "/debian-security");
        _archive.Apt = AptConfiguration.Of(_archive.Uri);
        FeedIndex index = await LoadAsync(_archive.Feed(withUri: false));
        Assert.Equal(["trixie", "trixie-security"], index.Suites.Select(s => s.Name));
    }

    [Fact]
    public async Task A_mirror_without_a_path_has_nothing_beside_it()
    {
        _archive.Publish([new TestPackage("bash", "1")], archive: "");
        _archive.Apt = AptConfiguration.Of(_archive.Server.Root);
        Assert.Single(_archive.Apt.Sources);
        FeedIndex index = await LoadAsync(_archive.Feed(withUri: false));
        Assert.Equal(["trixie"], index.Suites.Select(s => s.Name));
    }

    [Fact]
    public async Task Suites_that_are_named_are_taken_as_named_and_all_required()
    {
        _archive.Publish([new TestPackage("bash", "1")]);
        _archive.Publish([new TestPackage("bash", "2")], "trixie-backports", date: TestArchive.Released.AddHours(1));
        FeedIndex index = await LoadAsync(_archive.Feed("trixie trixie-backports"));
        Assert.Equal(TestArchive.Released, index.Suites[0].Date);
        Assert.Equal(2, index.Records.Length);
        await RefusedAsync(Codes.NoMirror, _archive.Feed("trixie trixie-updates"));
    }

    [Fact]
    public async Task Updates_that_an_archive_does_not_have_are_left_out_but_a_broken_archive_is_an_error()
    {
        _archive.Publish([new TestPackage("bash")]);
        _archive.Apt = new AptConfiguration(
            [Mirror("/debian", "bookworm"), Mirror("/debian-security", "bookworm-security")], true);
        Assert.Single((await LoadAsync(_archive.Feed(withUri: false))).Suites);
        _archive.Server.Status["/debian-security/dists/trixie-security/InRelease"] = 503;
        await RefusedAsync(Codes.NoMirror, _archive.Feed(withUri: false));
    }

    [Fact]
    public async Task A_mirror_that_does_not_have_the_suite_or_lies_is_passed_over()
    {
        _archive.Publish([new TestPackage("bash")], archive: "/debian");
        _archive.Publish([new TestPackage("evil")], archive: "/debian-liar", key: new TestKey());
        _archive.Apt = new AptConfiguration(
            [Mirror("/ubuntu", "noble"), Mirror("/debian-liar", "bookworm"), Mirror("/debian", "bookworm")], true);
        Assert.Equal("bash", Assert.Single((await LoadAsync(_archive.Feed(withUri: false))).Records).Name);
        Assert.DoesNotContain(_archive.Server.Requests, r => r.Path.StartsWith("/ubuntu", StringComparison.Ordinal));
    }

    [Fact]
    public void A_host_without_mirrors_asks_the_snapshot_archive_of_the_day_and_of_the_locks_day()
    {
        var day = new DateTimeOffset(2026, 10, 1, 2, 3, 4, TimeSpan.Zero);
        var snapshots = new Uri("https://snapshots.test/");
        ImmutableArray<SuiteSource> plan = MirrorRule.Apply(_archive.Feed(withUri: false), AptConfiguration.None,
            isSecurity => ArchiveAddress.OfSnapshot(snapshots, isSecurity, day));
        Assert.Equal(
            ["https://snapshots.test/archive/debian/20261001T020304Z",
                "https://snapshots.test/archive/debian/20261001T020304Z",
                "https://snapshots.test/archive/debian-security/20261001T020304Z"],
            plan.Select(s => s.Fallback!.AbsoluteUri));
        var feed = new DebianFeed(
            new FeedDescription("debian", "deb", "trixie", []), _archive.Store, _archive.Downloader,
            new DebianFeedOptions { Apt = () => AptConfiguration.None, Snapshots = snapshots });
        Assert.Equal(
            "https://snapshots.test/archive/debian-security/20260913T075541Z/pool/a%3Ab+c.deb",
            Assert.Single(feed.Locate("trixie-security", "pool/a:b+c.deb", TestArchive.Released)).AbsoluteUri);
    }

    [Fact]
    public async Task A_snapshot_is_judged_as_of_its_own_day()
    {
        string archive = "/archive/debian/20260912T080000Z";
        _archive.Publish([new TestPackage("bash")], archive: archive,
            extraFields: "Valid-Until: Sun, 13 Sep 2026 00:00:00 UTC\n");
        _archive.Now = TestArchive.Released.AddYears(3);
        FeedDescription feed = _archive.Feed() with { Uri = new Uri(_archive.Server.Root, archive) };
        Assert.Single((await LoadAsync(feed)).Records);
    }

    [Fact]
    public async Task A_keyring_that_is_none_is_refused()
    {
        _archive.Publish([new TestPackage("bash")]);
        await File.WriteAllTextAsync(_archive["none.gpg"], "nothing");
        await RefusedAsync(Codes.BadKeyring, _archive.Feed() with { SignedBy = _archive["none.gpg"] });
        await RefusedAsync(Codes.BadKeyring, _archive.Feed() with { SignedBy = _archive["absent.gpg"] });
    }

    [Theory]
    [InlineData("rpm", "trixie")]
    [InlineData("deb", "")]
    [InlineData("deb", "../../etc")]
    public void A_feed_that_lacks_what_it_needs_is_refused(string type, string suite) => Expect.Code(
        Codes.BadFeed, () => _archive.OpenFeed(_archive.Feed() with { Type = type, Suite = suite }));

    [Fact]
    public async Task Libraries_are_found_in_library_folders_alone()
    {
        _archive.Publish([new TestPackage("bash")], contents: """
            usr/lib/x86_64-linux-gnu/libz.so.1            libs/zlib1g
            usr/lib/x86_64-linux-gnu/sub/libz.so.1        libs/other
            usr/share/doc/libz.so.1 with blank            doc/docs
            lib/libz.so.1                                 libs/oldlib,non-free/libs/more
            """);
        DebianFeed feed = _archive.OpenFeed(_archive.Feed());
        FeedIndex index = await feed.LoadAsync("amd64", default);
        var found = await feed.FindLibrariesAsync(index, ["libz.so.1", "libabsent.so.1"], default);
        Assert.Equal(["more", "oldlib", "zlib1g"], found["libz.so.1"].AsEnumerable());
        Assert.DoesNotContain("libabsent.so.1", found.Keys);
    }

    [Fact]
    public void Damaged_indexes_and_release_files_give_typed_errors()
    {
        var package = new TestPackage("bash") { Fields = ["Depends: libc6 (>= 2.41)", "Provides: shell (= 1)"] };
        byte[] index = Encoding.UTF8.GetBytes(package.Paragraph(package.Build()));
        int refused = Expect.TypedErrors(index, 500, bytes =>
        {
            foreach (PackageRecord record in PackagesReader.Read(new MemoryStream(bytes), "f", "s", "amd64"))
            {
                _ = record.Dependencies;
                _ = record.Provides;
            }
        });
        Assert.True(refused > 100, $"only {refused} refused");
        byte[] release = Encoding.UTF8.GetBytes(
            $"Codename: trixie\nDate: Sat, 12 Sep 2026 07:55:41 UTC\nSHA256:\n {new string('a', 64)} 12 main/x\n");
        Assert.True(Expect.TypedErrors(release, 500, bytes => ReleaseFile.Parse(bytes)) > 100);
    }

    [Theory]
    [InlineData("../../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("pool/..\\x.deb")]
    public void A_path_out_of_the_archive_is_refused(string path)
    {
        var package = new TestPackage("bash");
        string text = package.Paragraph(package.Build()).Replace(package.Path, path, StringComparison.Ordinal);
        Assert.Throws<DamagedFormatException>(() => PackagesReader.Read(
            new MemoryStream(Encoding.UTF8.GetBytes(text)), "f", "s", "amd64").ToArray());
    }

    private AptSource Mirror(string path, params string[] suites) =>
        new(new Uri(_archive.Server.Root, path), [.. suites], null);

    private Task<FeedIndex> LoadAsync(FeedDescription feed) => _archive.OpenFeed(feed).LoadAsync("amd64", default);

    private Task<AvocadoException> RefusedAsync(DiagnosticCode code, FeedDescription feed) =>
        Expect.CodeAsync(code, () => LoadAsync(feed));
}
