using System.Formats.Tar;
using System.Text;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Packages.Caching;
using Avocado.Packages.Locking;
using Avocado.Packages.Tests.Fakes;
using Avocado.Testing;

namespace Avocado.Packages.Tests.Caching;

public sealed class PackageCacheTests : IDisposable
{
    private readonly TestArchive _archive = new();
    private readonly PackageCache _cache;

    public PackageCacheTests() => _cache = new PackageCache(_archive.Store, _archive.Downloader);

    public void Dispose() => _archive.Dispose();

    [Fact]
    public async Task A_package_is_opened_with_everything_its_archive_says()
    {
        PackageContents contents = await FetchAsync(new TestPackage("app", "2.0-1")
        {
            Fields = ["Replaces: old, older (<< 3)"],
            Conffiles = "/etc/app.conf\nremove-on-upgrade /etc/gone\n",
            Data = tar =>
            {
                TestPackage.Folder(tar, "usr");
                TestPackage.File(tar, "usr/bin/app", "program", (UnixFileMode)0x9ED);
                TestPackage.Link(tar, TarEntryType.HardLink, "usr/bin/same", "./usr/bin/app");
                TestPackage.Link(tar, TarEntryType.SymbolicLink, "usr/bin/soft", "../../etc/../bin/app");
                TestPackage.File(tar, "etc/app.conf", "");
                tar.WriteEntry(new GnuTarEntry(TarEntryType.CharacterDevice, "./dev/null")
                {
                    DeviceMajor = 1, DeviceMinor = 3, Mode = (UnixFileMode)0x1B6, Uid = 7, Gid = 8,
                });
            },
        });
        Assert.Equal(
            ["/dev/null", "/etc/app.conf", "/usr", "/usr/bin/app", "/usr/bin/same", "/usr/bin/soft"],
            contents.Entries.Select(e => e.Path.ToString()));
        Entry[] entries = [.. contents.Entries];
        Assert.Equal((EntryKind.CharacterDevice, new DeviceNumber(1, 3), 7u, 8u),
            (entries[0].Kind, entries[0].Device, entries[0].Uid, entries[0].Gid));
        Assert.Equal("program", Encoding.UTF8.GetString(entries[3].Content.ReadAll()));
        Assert.Equal((UnixMode.Octal(4755), 1_700_000_000L), (entries[3].Mode, entries[3].ModificationTime));
        Assert.Equal(new LinkGroup("deb:app", 0), entries[3].LinkGroup);
        Assert.Equal(entries[3] with { Path = entries[4].Path }, entries[4]);
        Assert.Equal("../../etc/../bin/app", entries[5].LinkTargetText);
        Assert.Equal(new Origin(OriginKind.Package, "app", "2.0-1", "requested"), entries[3].Origin);
        Assert.Equal(["/etc/app.conf"], contents.ConfigurationFiles.Select(p => p.ToString()));
        Assert.True(contents.Replaces(contents.Package with { Name = "older", Version = "2.9" }));
        Assert.False(contents.Replaces(contents.Package with { Name = "older", Version = "3" }));
    }

    [ToolTheory("dpkg-deb")]
    [InlineData("xz")]
    [InlineData("gzip")]
    [InlineData("none")]
    public async Task What_dpkg_deb_builds_is_read_as_dpkg_deb_reads_it(string compression)
    {
        string root = _archive["build"];
        Directory.CreateDirectory(Path.Combine(root, "DEBIAN"));
        Directory.CreateDirectory(Path.Combine(root, "usr/lib/a b"));
        var package = new TestPackage("app");
        await File.WriteAllTextAsync(Path.Combine(root, "DEBIAN/control"), package.Control + "\nMaintainer: t <t@t>\n");
        await File.WriteAllTextAsync(Path.Combine(root, "usr/lib/a b/" + new string('x', 150)), "long name");
        await File.WriteAllBytesAsync(Path.Combine(root, "usr/lib/zeros"), new byte[3_000_000]);
        string deb = _archive["app.deb"];
        ForeignTool.Run("dpkg-deb", "--root-owner-group", "-Z" + compression, "--build", root, deb);
        PackageContents contents = await FetchAsync(package, await File.ReadAllBytesAsync(deb));
        string[] theirs = [.. ForeignTool.Run("dpkg-deb", "--contents", deb).Output.TrimEnd('\n').Split('\n')
            .Select(line => line[(line.IndexOf("./", StringComparison.Ordinal) + 1)..].TrimEnd('/'))
            .Where(path => path.Length > 0).Order(StringComparer.Ordinal)];
        Assert.Equal(theirs, contents.Entries.Select(e => e.Path.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(Sha256Digest.Of(new byte[3_000_000]),
            Sha256Digest.Of(contents.Entries.Single(e => e.Path.NameText == "zeros").Content.Open()));
    }

    [Fact]
    public async Task A_second_fetch_asks_nobody()
    {
        await FetchAsync(new TestPackage("app"));
        int before = _archive.Server.Requests.Count;
        LockedPackage package = new TestPackage("app").Locked(new TestPackage("app").Build());
        await _cache.FetchAsync([package], _ => throw new InvalidOperationException("no network"), null, default);
        Assert.Equal(before, _archive.Server.Requests.Count);
    }

    [Theory]
    [InlineData("index", true)]
    [InlineData("contents", true)]
    [InlineData("index", false)]
    [InlineData("contents", false)]
    [InlineData("record", true)]
    [InlineData("record", false)]
    public async Task A_damaged_part_of_the_cache_is_made_again(string part, bool truncate)
    {
        PackageContents good = await FetchAsync(new TestPackage("app"));
        string path = part == "record" ? RecordOf(good.Package) : OutputOf(good.Package, part);
        byte[] bytes = await File.ReadAllBytesAsync(path);
        bytes[bytes.Length / 2] ^= 1;
        File.Delete(path);
        if (truncate)
        {
            await File.WriteAllBytesAsync(path, bytes[..^1]);
        }
        else if (part != "contents")
        {
            await File.WriteAllBytesAsync(path, bytes);
        }
        Expect.Code(Codes.BadCache, () => _cache.Open(good.Package));
        await _cache.FetchAsync([good.Package], _ => throw new InvalidOperationException("no network"), null, default);
        Assert.Equal(good.Entries.AsEnumerable(), _cache.Open(good.Package).Entries);
    }

    [Fact]
    public async Task A_damaged_archive_in_the_cache_is_loaded_again()
    {
        var package = new TestPackage("app");
        byte[] deb = package.Build();
        LockedPackage locked = package.Locked(deb);
        string path = _archive.Cache.BlobPath(locked.Sha256);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, new byte[deb.Length]);
        PackageContents contents = await FetchAsync(package, deb);
        Assert.Single(contents.Entries);
    }

    [Fact]
    public async Task Contents_of_another_package_are_not_taken_for_this_one()
    {
        PackageContents other = await FetchAsync(new TestPackage("other"));
        var app = new TestPackage("app");
        LockedPackage locked = app.Locked(app.Build());
        _archive.Store.Put(PackageCache.KeyOf(locked),
            _archive.Store.Find(PackageCache.KeyOf(other.Package))!.Outputs);
        Assert.False(_cache.Has(locked));
        Assert.Equal("app", (await FetchAsync(app)).Package.Name);
    }

    [Fact]
    public async Task An_archive_that_is_not_the_locked_one_is_refused()
    {
        var package = new TestPackage("app");
        LockedPackage locked = package.Locked(package.Build());
        _archive.Server.Files["/" + package.Path] = new byte[locked.Size];
        AvocadoException error = await Expect.CodeAsync(Codes.PackageMismatch, () => FetchAsync(locked));
        Assert.Contains(locked.Sha256.ToString(), error.Message);
    }

    [Fact]
    public async Task An_archive_that_calls_itself_otherwise_is_refused()
    {
        byte[] deb = new TestPackage("other").Build();
        await Expect.CodeAsync(Codes.PackageMismatch, () => FetchAsync(new TestPackage("app"), deb));
    }

    [Fact]
    public async Task A_package_that_vanished_says_how_to_renew_the_lock()
    {
        LockedPackage locked = new TestPackage("app").Locked([1]);
        AvocadoException error = await Expect.CodeAsync(Codes.VanishedPackage, () => FetchAsync(locked));
        Assert.Contains("--force-evaluate", error.Message);
        Assert.Contains("app 1.0", error.Message);
    }

    [Fact]
    public async Task Two_caches_in_one_folder_load_a_package_once()
    {
        TestPackage[] packages = [.. Enumerable.Range(0, 12).Select(i => new TestPackage($"app{i:D2}"))];
        LockedPackage[] locked = [.. packages.Select(p =>
        {
            byte[] deb = p.Build();
            _archive.Server.Files["/" + p.Path] = deb;
            return p.Locked(deb);
        })];
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            new PackageCache(new ContentStore(new CacheFolder(_archive["cache"])), _archive.Downloader).FetchAsync(
                locked, p => [new Uri(_archive.Server.Root, p.Path)], null, default))));
        Assert.Equal(packages.Length, _archive.Server.Requests.Count);
        Assert.All(locked, p => Assert.Single(_cache.Open(p).Entries));
        Assert.Empty(Directory.GetFiles(Path.Combine(_archive["cache"], "tmp")));
        Assert.Empty(Directory.GetFiles(Path.Combine(_archive["cache"], "partial")));
    }

    [Fact]
    public async Task The_same_archive_gives_the_same_cache_bytes()
    {
        using var other = new TemporaryFolder();
        PackageContents first = await FetchAsync(new TestPackage("app"));
        var cache = new PackageCache(new ContentStore(new CacheFolder(other.Path)), _archive.Downloader);
        await cache.FetchAsync([first.Package], p => [new Uri(_archive.Server.Root, p.Path)], null, default);
        string[] NamesIn(string folder) => [.. ((string[])["cas", "ac"])
            .SelectMany(kind => Directory.GetFiles(Path.Combine(folder, kind), "*", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal)];
        Assert.Equal(4, NamesIn(other.Path).Length);
        Assert.Equal(NamesIn(_archive["cache"]), NamesIn(other.Path));
        Assert.Equal(
            await File.ReadAllBytesAsync(RecordOf(first.Package)),
            await File.ReadAllBytesAsync(RecordOf(first.Package).Replace(_archive["cache"], other.Path)));
    }

    [Fact]
    public async Task A_cache_that_cannot_be_written_is_a_coded_error()
    {
        await File.WriteAllTextAsync(_archive["file"], "");
        var cache = new PackageCache(new ContentStore(new CacheFolder(_archive["file"])), _archive.Downloader);
        LockedPackage locked = new TestPackage("app").Locked(new TestPackage("app").Build());
        await Expect.CodeAsync(Codes.BadCache, () => cache.FetchAsync([locked], _ => [], null, default));
    }

    [Fact]
    public async Task Damaged_indexes_are_never_read()
    {
        PackageContents contents = await FetchAsync(new TestPackage("app") { Conffiles = "/etc/x\n" });
        byte[] good = await File.ReadAllBytesAsync(OutputOf(contents.Package, "index"));
        int accepted = 0;
        int refused = Expect.TypedErrors(good, 1000, bytes =>
        {
            ItemReader.Read(bytes);
            accepted += bytes.SequenceEqual(good) ? 0 : 1;
        });
        Assert.Equal(0, accepted);
        Assert.True(refused > 1000, $"only {refused} refused");
    }

    private string RecordOf(LockedPackage package) => _archive.Cache.ActionPath(PackageCache.KeyOf(package).Digest);

    private string OutputOf(LockedPackage package, string name) =>
        _archive.Store.PathOf(_archive.Store.Find(PackageCache.KeyOf(package))![name]);

    private Task FetchAsync(LockedPackage package) =>
        _cache.FetchAsync([package], p => [new Uri(_archive.Server.Root, p.Path)], null, default);

    private async Task<PackageContents> FetchAsync(TestPackage package, byte[]? deb = null)
    {
        deb ??= package.Build();
        _archive.Server.Files["/" + package.Path] = deb;
        LockedPackage locked = package.Locked(deb);
        await FetchAsync(locked);
        return _cache.Open(locked);
    }
}
