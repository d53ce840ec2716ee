using Avocado.Files;
using Avocado.Packages.Caching;
using Avocado.Packages.Caching.Remote;
using Avocado.Packages.Locking;
using Avocado.Packages.Tests.Fakes;
using Avocado.Testing;

namespace Avocado.Packages.Tests.Caching.Remote;

/// <summary>Packages that come from a shared cache instead of a mirror.</summary>
public sealed class SharedPackageTests(NginxServer nginx) : IClassFixture<NginxServer>, IDisposable
{
    private readonly TestArchive _archive = new();
    private readonly TemporaryFolder _folder = new();
    private readonly List<ContentStore> _stores = [];
    private readonly string _place = Guid.NewGuid().ToString("N");

    public void Dispose()
    {
        _stores.ForEach(s => s.Dispose());
        _folder.Dispose();
        _archive.Dispose();
    }

    [ToolFact("nginx")]
    public async Task A_second_machine_needs_neither_mirror_nor_archive()
    {
        LockedPackage package = Publish();
        ContentStore first = Machine("first");
        PackageContents made = await FetchAsync(first, package);
        Assert.True(await first.FlushAsync(default));
        int asked = _archive.Server.Requests.Count;

        ContentStore second = Machine("second");
        PackageContents taken = await FetchAsync(second, package);
        Assert.Equal(asked, _archive.Server.Requests.Count);
        Assert.False(second.Has(new Blob(package.Sha256, package.Size)));
        Assert.Equal(
            made.Entries.Select(e => (e.Path, e.Content.ComputeDigest())),
            taken.Entries.Select(e => (e.Path, e.Content.ComputeDigest())));
    }

    [ToolFact("nginx")]
    public async Task A_version_that_vanished_from_its_mirror_is_still_there()
    {
        LockedPackage package = Publish();
        ContentStore first = Machine("first");
        await FetchAsync(first, package);
        Assert.True(await first.FlushAsync(default));
        _archive.Server.Files.Clear();
        // As after an update of the SDK: the archive is shared, its normalised form of another version is of no use.
        Directory.Delete(Path.Combine(nginx.DataOf(_place), "ac"), recursive: true);

        ContentStore second = Machine("second");
        Assert.Single((await FetchAsync(second, package)).Entries);
        Assert.True(second.HasGood(new Blob(package.Sha256, package.Size)));
    }

    [ToolFact("nginx")]
    public async Task A_damaged_shared_archive_is_loaded_from_the_mirror()
    {
        LockedPackage package = Publish();
        string folder = Path.Combine(nginx.DataOf(_place), "cas");
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(Path.Combine(folder, package.Sha256.ToString()), new byte[package.Size]);
        ContentStore store = Machine("first");
        Assert.Single((await FetchAsync(store, package)).Entries);
        Assert.True(await store.FlushAsync(default));
        Assert.Equal(package.Sha256, Sha256Digest.Of(
            await File.ReadAllBytesAsync(Path.Combine(folder, package.Sha256.ToString()))));
    }

    private LockedPackage Publish()
    {
        var package = new TestPackage("app");
        byte[] deb = package.Build();
        _archive.Server.Files["/" + package.Path] = deb;
        return package.Locked(deb);
    }

    private async Task<PackageContents> FetchAsync(ContentStore store, LockedPackage package)
    {
        var cache = new PackageCache(store, _archive.Downloader);
        await cache.FetchAsync([package], p => [new Uri(_archive.Server.Root, p.Path)], null, default);
        return cache.Open(package);
    }

    private ContentStore Machine(string name)
    {
        var address = RemoteCacheAddress.TryParse($"http://127.0.0.1:{nginx.Port}/{_place}", out _)!;
        var store = new ContentStore(
            new CacheFolder(_folder[name]), new RemoteCache(new RemoteCacheSettings(address, true), _ => { }));
        _stores.Add(store);
        return store;
    }
}
