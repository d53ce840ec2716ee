using Avocado.Files;
using Avocado.Packages.Caching;
using Avocado.Packages.Caching.Remote;
using Avocado.Testing;

namespace Avocado.Packages.Tests.Caching.Remote;

/// <summary>Machines that share a cache through a real nginx.</summary>
public sealed class RemoteCacheTests(NginxServer nginx) : IClassFixture<NginxServer>, IDisposable
{
    private static readonly ActionKey s_key = new ActionKeyBuilder("step", 1).Add("input", "1").ToKey();
    private static readonly byte[] s_content = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 7 + i / 251))];
    private static readonly Blob s_blob = new(Sha256Digest.Of(s_content), s_content.Length);

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _notes = [];
    private readonly List<ContentStore> _stores = [];

    // Nobody else uses the place, in this run or another: outages are remembered by address.
    private readonly string _place = Guid.NewGuid().ToString("N");

    public void Dispose()
    {
        _stores.ForEach(s => s.Dispose());
        _folder.Dispose();
    }

    [ToolFact("nginx")]
    public async Task What_one_machine_made_another_has_without_making_it()
    {
        await MakeAsync(Machine("first", canWrite: true));
        ContentStore second = Machine("second");
        ActionResult? result = await second.TryGetAsync(s_key, default);
        Assert.Equal(s_blob, result!["out"]);
        Assert.Equal(0, result["nothing"].Size);
        Assert.Equal(s_content, await File.ReadAllBytesAsync(second.PathOf(s_blob)));
        Assert.NotNull(second.Find(s_key));
        Assert.Empty(_notes);
        Assert.Equal([$"PUT ac/{s_key.Digest} 201"], nginx.Requests(_place).Where(r => r.StartsWith("PUT ac")));
    }

    [ToolFact("nginx")]
    public async Task What_this_machine_has_is_asked_of_nobody()
    {
        ContentStore store = Machine("first", canWrite: true);
        await MakeAsync(store);
        int before = nginx.Requests(_place).Length;
        Assert.NotNull(await store.TryGetAsync(s_key, default));
        Assert.True(await store.TryGetAsync(s_blob, default));
        Assert.Equal(before, nginx.Requests(_place).Length);
    }

    [ToolFact("nginx")]
    public async Task A_machine_that_may_only_read_sends_nothing()
    {
        ContentStore store = Machine("first");
        Assert.Null(await store.TryGetAsync(s_key, default));
        await MakeAsync(store);
        Assert.All(nginx.Requests(_place), r => Assert.StartsWith("GET ", r));
        Assert.False(Directory.Exists(nginx.DataOf(_place)));
    }

    [ToolFact("nginx")]
    public async Task A_blob_that_is_there_is_not_sent_again()
    {
        await MakeAsync(Machine("first", canWrite: true));
        await MakeAsync(Machine("second", canWrite: true));
        Assert.Single(nginx.Requests(_place), r => r.StartsWith("PUT cas/"));
    }

    [ToolTheory("nginx")]
    [InlineData("changed")]
    [InlineData("short")]
    [InlineData("long")]
    [InlineData("empty")]
    public async Task Wrong_bytes_under_a_digest_are_refused_and_replaced_by_who_may(string damage)
    {
        await MakeAsync(Machine("first", canWrite: true));
        string path = Path.Combine(nginx.DataOf(_place), "cas", s_blob.Digest.ToString());
        byte[] bad = damage switch
        {
            "changed" => [.. s_content[..^1], 0],
            "short" => s_content[..^1],
            "long" => [.. s_content, 0],
            _ => [],
        };
        await File.WriteAllBytesAsync(path, bad);

        ContentStore second = Machine("second", canWrite: true);
        Assert.Null(await second.TryGetAsync(s_key, default));
        Assert.False(await second.TryGetAsync(s_blob, default));
        Assert.False(second.Has(s_blob));
        Assert.Contains("serves damaged objects", Assert.Single(_notes));
        Assert.Empty(Directory.GetFiles(Path.Combine(second.Folder.FullPath, "tmp")));

        await MakeAsync(second);
        Assert.Equal(s_content, await File.ReadAllBytesAsync(path));
    }

    [ToolTheory("nginx")]
    [InlineData("damaged")]
    [InlineData("of another key")]
    [InlineData("no result")]
    [InlineData("without its blob")]
    public async Task A_result_that_cannot_be_trusted_is_absent(string fault)
    {
        await MakeAsync(Machine("first", canWrite: true));
        string folder = nginx.DataOf(_place);
        string path = Path.Combine(folder, "ac", s_key.Digest.ToString());
        ActionKey other = new ActionKeyBuilder("step", 1).Add("input", "2").ToKey();
        switch (fault)
        {
            case "damaged":
                byte[] bytes = await File.ReadAllBytesAsync(path);
                bytes[20] ^= 1;
                await File.WriteAllBytesAsync(path, bytes);
                break;
            case "of another key":
                File.Copy(path, Path.Combine(folder, "ac", other.Digest.ToString()));
                break;
            case "no result":
                await File.WriteAllTextAsync(path, "<html>Please log in</html>");
                break;
            default:
                File.Delete(Path.Combine(folder, "cas", s_blob.Digest.ToString()));
                break;
        }
        ContentStore second = Machine("second");
        Assert.Null(await second.TryGetAsync(fault == "of another key" ? other : s_key, default));
        Assert.Null(second.Find(s_key));
        Assert.Equal(fault == "without its blob" ? 0 : 1, _notes.Count);
    }

    [ToolFact("nginx")]
    public async Task A_server_that_fails_is_asked_once()
    {
        ContentStore store = Machine("first", canWrite: true, place: "failing-" + _place);
        Assert.Null(await store.TryGetAsync(s_key, default));
        Assert.Null(await store.TryGetAsync(s_key, default));
        await MakeAsync(store);
        Assert.Contains("HTTP 500", Assert.Single(_notes));
        Assert.Equal([$"GET ac/{s_key.Digest} 500"], nginx.Requests("failing-" + _place));

        // The next task of the same build leaves it alone from the start.
        Assert.Null(await Machine("second", place: "failing-" + _place).TryGetAsync(s_key, default));
        Assert.Single(nginx.Requests("failing-" + _place));
        Assert.Single(_notes);
    }

    [ToolFact("nginx")]
    public async Task A_server_that_takes_nothing_is_still_read()
    {
        string place = "readonly-" + _place;
        ContentStore store = Machine("first", canWrite: true, place: place);
        await MakeAsync(store);
        Assert.Contains("takes no objects: HTTP 403", Assert.Single(_notes));
        string folder = Path.Combine(nginx.DataOf(place), "cas");
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(Path.Combine(folder, Sha256Digest.Of([1]).ToString()), [1]);
        Assert.True(await store.TryGetAsync(new Blob(Sha256Digest.Of([1]), 1), default));
    }

    [ToolFact("nginx")]
    public async Task User_and_password_of_the_address_are_sent_and_never_shown()
    {
        string place = "secret-" + _place;
        await MakeAsync(Machine("first", canWrite: true, place: place, user: "user:s3cret@"));
        Assert.NotNull(await Machine("second", place: place, user: "user:s3cret@").TryGetAsync(s_key, default));
        Assert.Empty(_notes);
        Assert.Null(await Machine("third", place: place, user: "user:wr%40ng@").TryGetAsync(s_key, default));
        Assert.Contains("HTTP 401", Assert.Single(_notes));
        Assert.DoesNotContain("wr", _notes[0]);
        Assert.DoesNotContain("user", _notes[0]);
        Assert.DoesNotContain("s3cret", Settings(place, "user:s3cret@", false).ToString());
    }

    [ToolFact("nginx")]
    public async Task A_redirect_is_followed_on_the_same_server_only()
    {
        await MakeAsync(Machine("first", canWrite: true, place: "there-" + _place));
        Assert.NotNull(await Machine("second", place: "moved-" + _place).TryGetAsync(s_key, default));
        Assert.Empty(_notes);
        Assert.Null(await Machine("third", place: "elsewhere-" + _place).TryGetAsync(s_key, default));
        Assert.Contains("redirects", Assert.Single(_notes));
    }

    private async Task MakeAsync(ContentStore store)
    {
        Blob blob = store.AddBlob(s_content);
        store.Put(s_key, new Dictionary<string, Blob> { ["out"] = blob, ["nothing"] = store.AddBlob(Array.Empty<byte>()) });
        Assert.True(await store.FlushAsync(default));
    }

    private ContentStore Machine(string name, bool canWrite = false, string? place = null, string user = "")
    {
        var remote = new RemoteCache(Settings(place ?? _place, user, canWrite), note =>
        {
            lock (_notes)
            {
                _notes.Add(note);
            }
        });
        var store = new ContentStore(new CacheFolder(_folder[name]), remote);
        _stores.Add(store);
        return store;
    }

    private RemoteCacheSettings Settings(string place, string user, bool canWrite) => new(
        RemoteCacheAddress.TryParse($"http://{user}127.0.0.1:{nginx.Port}/{place}", out _)!, canWrite);
}
