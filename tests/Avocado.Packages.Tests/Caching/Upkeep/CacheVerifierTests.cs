using Avocado.Packages.Caching;
using Avocado.Packages.Caching.Upkeep;
using Avocado.Testing;

namespace Avocado.Packages.Tests.Caching.Upkeep;

public sealed class CacheVerifierTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly ContentStore _store;
    private readonly Blob[] _blobs;
    private readonly ActionKey _key = new ActionKeyBuilder("step", 1).ToKey();

    public CacheVerifierTests()
    {
        _store = new ContentStore(new CacheFolder(_temporary.Path));
        _blobs = [.. Enumerable.Range(0, 20).Select(i => _store.AddBlob(new[] { (byte)i, (byte)1 }))];
        _store.Put(_key, _blobs.Select((b, i) => KeyValuePair.Create($"out{i}", b)));
    }

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task A_good_cache_has_nothing_to_report()
    {
        CacheCheck check = await VerifyAsync(repair: false);
        Assert.Equal((20, 1, 0), (check.Blobs, check.Actions, check.Incomplete));
        Assert.Equal(CacheSurvey.Of(_store.Folder).Bytes, check.Bytes);
        Assert.Empty(check.Damaged);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_damaged_file_is_found_and_removed_when_asked(bool repair)
    {
        string blob = _store.PathOf(_blobs[3]), cut = _store.PathOf(_blobs[7]);
        string action = _store.Folder.ActionPath(_key.Digest);
        Overwrite(blob, [3, 2]);
        Overwrite(cut, [7]);
        Overwrite(action, [.. File.ReadAllBytes(action)[..^1], 0]);
        CacheCheck check = await VerifyAsync(repair);
        Assert.Equal(((string[])[blob, cut, action]).Order(StringComparer.Ordinal), check.Damaged.Select(d => d.Path));
        Assert.All(check.Damaged, d => Assert.Equal(repair, d.IsRemoved));
        Assert.All(check.Damaged, d => Assert.Equal(!repair, File.Exists(d.Path)));
        Assert.Equal(repair ? 0 : 3, (await VerifyAsync(repair: false)).Damaged.Length);
    }

    [Fact]
    public async Task A_result_without_its_blob_is_incomplete_and_no_damage()
    {
        File.Delete(_store.PathOf(_blobs[0]));
        CacheCheck check = await VerifyAsync(repair: false);
        Assert.Equal((1, 0), (check.Incomplete, check.Damaged.Length));
    }

    private static void Overwrite(string path, byte[] bytes)
    {
        File.Delete(path);
        File.WriteAllBytes(path, bytes);
    }

    private Task<CacheCheck> VerifyAsync(bool repair) =>
        new CacheVerifier(_store.Folder).VerifyAsync(repair, default);
}
