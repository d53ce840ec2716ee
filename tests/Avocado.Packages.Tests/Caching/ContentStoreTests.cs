using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Packages.Caching;
using Avocado.Packages.Tests.Fakes;
using Avocado.Testing;

namespace Avocado.Packages.Tests.Caching;

public sealed class ContentStoreTests : IDisposable
{
    private static readonly ActionKey s_key = new ActionKeyBuilder("step", 1).Add("input", "1").ToKey();

    private readonly TemporaryFolder _folder = new();
    private readonly ContentStore _store;

    public ContentStoreTests() => _store = new ContentStore(new CacheFolder(_folder.Path));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_blob_lies_where_its_digest_says_and_cannot_be_written()
    {
        Blob blob = _store.AddBlob("content"u8.ToArray());
        Assert.Equal(new Blob(Sha256Digest.Of("content"u8), 7), blob);
        string name = blob.Digest.ToString();
        Assert.Equal(_folder[Path.Combine("cas", name[..2], name)], _store.PathOf(blob));
        Assert.Equal("content"u8, File.ReadAllBytes(_store.PathOf(blob)));
        Assert.True(_store.Has(blob) && _store.HasGood(blob));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal((UnixFileMode)0, File.GetUnixFileMode(_store.PathOf(blob)) & (UnixFileMode)0x92);
        }
    }

    [Fact]
    public void A_result_is_found_by_its_key_alone()
    {
        Blob blob = _store.AddBlob(new MemoryStream([1, 2, 3]));
        _store.Put(s_key, [KeyValuePair.Create("out", blob)]);
        Assert.Equal(blob, _store.Find(s_key)!["out"]);
        Assert.Null(_store.Find(new ActionKeyBuilder("step", 2).Add("input", "1").ToKey()));
    }

    [Fact]
    public void A_result_whose_blob_is_gone_or_cut_off_is_absent()
    {
        Blob blob = _store.AddBlob(new byte[] { 1, 2, 3 });
        _store.Put(s_key, [KeyValuePair.Create("out", blob)]);
        File.Delete(_store.PathOf(blob));
        Assert.Null(_store.Find(s_key));
        File.WriteAllBytes(_store.PathOf(blob), [1, 2]);
        Assert.Null(_store.Find(s_key));
        _store.AddBlob(new byte[] { 1, 2, 3 });
        Assert.NotNull(_store.Find(s_key));
    }

    [Fact]
    public void A_blob_that_was_written_over_is_not_good_and_is_replaced_by_the_right_one()
    {
        Blob blob = _store.AddBlob(new byte[] { 1, 2, 3 });
        File.Delete(_store.PathOf(blob));
        File.WriteAllBytes(_store.PathOf(blob), [1, 2, 4]);
        Assert.False(_store.HasGood(blob));
        _store.AddBlob(new byte[] { 1, 2, 3 });
        Assert.True(_store.HasGood(blob));
    }

    [Fact]
    public void A_blob_that_is_given_up_leaves_nothing()
    {
        using (NewBlob blob = _store.CreateBlob())
        {
            blob.Content.Write([1, 2, 3]);
        }
        Assert.Empty(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_blob_whose_writer_was_killed_is_absent_and_does_not_hinder_the_next_writer()
    {
        // What a killed process leaves: its file, whole or not, without its final name.
        string half = _folder.Write(Path.Combine("tmp", "0123"), [1, 2]);
        string whole = _folder.Write(Path.Combine("tmp", "4567"), [1, 2, 3]);
        var blob = new Blob(Sha256Digest.Of([1, 2, 3]), 3);
        Assert.False(_store.Has(blob));
        _store.AddBlob(new byte[] { 1, 2, 3 });
        Assert.True(_store.HasGood(blob));
        Assert.True(File.Exists(half) && File.Exists(whole));
    }

    [Fact]
    public async Task Many_writers_of_the_same_and_of_other_blobs_do_not_disturb_each_other()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
        {
            var store = new ContentStore(new CacheFolder(_folder.Path));
            for (int i = 0; i < 40; i++)
            {
                byte[] content = [(byte)(i % 10)];
                Blob blob = store.AddBlob(content);
                ActionKey key = new ActionKeyBuilder("step", 1).Add("i", i % 10).ToKey();
                store.Put(key, [KeyValuePair.Create("out", blob)]);
                Assert.Equal(blob, store.Find(key)!["out"]);
                Assert.Equal(content, File.ReadAllBytes(store.PathOf(blob)));
            }
        })));
        Assert.Equal(10, Directory.GetFiles(_folder["cas"], "*", SearchOption.AllDirectories).Length);
        Assert.Empty(Directory.GetFiles(_folder["tmp"]));
    }

    [Fact]
    public void What_is_used_is_marked_as_used_with_all_its_blobs()
    {
        Blob blob = _store.AddBlob(new byte[] { 1 });
        _store.Put(s_key, [KeyValuePair.Create("out", blob)]);
        string[] files = [_store.PathOf(blob), _store.Folder.ActionPath(s_key.Digest)];
        DateTime old = DateTime.UtcNow.AddDays(-3);
        Assert.All(files, f => File.SetLastWriteTimeUtc(f, old));
        Assert.NotNull(_store.Find(s_key));
        Assert.All(files, f => Assert.True(File.GetLastWriteTimeUtc(f) > old.AddDays(2)));
    }

    [Fact]
    public void What_was_used_just_now_is_not_written_to()
    {
        Blob blob = _store.AddBlob(new byte[] { 1 });
        DateTime recent = DateTime.UtcNow.AddMinutes(-20);
        File.SetLastWriteTimeUtc(_store.PathOf(blob), recent);
        Assert.True(_store.Has(blob));
        Assert.Equal(recent, File.GetLastWriteTimeUtc(_store.PathOf(blob)));
    }

    [Fact]
    public void A_store_that_cannot_be_written_is_a_coded_error()
    {
        var store = new ContentStore(new CacheFolder(_folder.Write("file", [])));
        Expect.Code(Codes.BadCache, () => store.AddBlob(new byte[] { 1 }));
        Expect.Code(Codes.BadCache, () => store.Put(s_key, []));
        Assert.Null(store.Find(s_key));
    }
}
