using Avocado.Files;
using Avocado.Packages.Caching;
using Avocado.Packages.Caching.Remote;
using Avocado.Packages.Tests.Fakes;
using Avocado.Testing;

namespace Avocado.Packages.Tests.Caching.Remote;

/// <summary>Servers that no nginx can be: silent, cut off, gone.</summary>
public sealed class RemoteFailureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _notes = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_silent_server_costs_one_time_out()
    {
        using var server = new RudeServer([], cut: false);
        using ContentStore store = Store(server.Port);
        await Task.WhenAll(Enumerable.Range(0, 30).Select(async i =>
            Assert.False(await store.TryGetAsync(BlobOf(i), default))));
        int connections = server.Connections;
        Assert.InRange(connections, 1, 8);
        Assert.False(await store.TryGetAsync(BlobOf(99), default));
        store.Put(new ActionKeyBuilder("s", 1).ToKey(), [KeyValuePair.Create("o", store.AddBlob(new byte[] { 1 }))]);
        Assert.True(await store.FlushAsync(default));
        Assert.Equal(connections, server.Connections);
        Assert.Contains("does not answer", Assert.Single(_notes));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab", true)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab", false)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nab", true)]
    [InlineData("HTTP/1.1 2", true)]
    [InlineData("\u007fELF\u0001\u0002", true)]
    [InlineData("", true)]
    [InlineData("HTTP/1.1 206 Partial Content\r\nContent-Length: 4\r\n\r\nabcd", true)]
    public async Task An_answer_that_breaks_off_or_is_none_counts_as_absent(string answer, bool cut)
    {
        using var server = new RudeServer(System.Text.Encoding.Latin1.GetBytes(answer), cut);
        using ContentStore store = Store(server.Port);
        var blob = new Blob(Sha256Digest.Of("abcd"u8), 4);
        Assert.False(await store.TryGetAsync(blob, default));
        Assert.False(await store.TryGetAsync(blob, default));
        Assert.False(store.Has(blob));
        Assert.Single(_notes);
        Assert.Empty(Directory.GetFiles(_folder["tmp"]));
    }

    [Fact]
    public async Task An_answer_without_its_length_is_taken_when_its_bytes_are_right()
    {
        using var server = new RudeServer("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabcd"u8.ToArray(), cut: true);
        using ContentStore store = Store(server.Port);
        Assert.True(await store.TryGetAsync(new Blob(Sha256Digest.Of("abcd"u8), 4), default));
        Assert.Empty(_notes);
    }

    [Fact]
    public async Task More_bytes_than_there_may_be_are_not_read()
    {
        byte[] answer = [.. "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8, .. new byte[3_000_000]];
        using var server = new RudeServer(answer, cut: true);
        using ContentStore store = Store(server.Port);
        Assert.False(await store.TryGetAsync(BlobOf(1), default));
        Assert.Null(await store.TryGetAsync(new ActionKeyBuilder("s", 1).ToKey(), default));
        Assert.Contains("damaged objects", Assert.Single(_notes));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_noted_once()
    {
        int port;
        using (var server = new RudeServer([], cut: true))
        {
            port = server.Port;
        }
        using ContentStore store = Store(port);
        Assert.False(await store.TryGetAsync(BlobOf(1), default));
        Assert.False(await store.TryGetAsync(BlobOf(2), default));
        Assert.StartsWith($"the remote cache http://127.0.0.1:{port}/", Assert.Single(_notes));
    }

    [Fact]
    public async Task A_build_that_is_stopped_says_so_and_not_that_the_cache_failed()
    {
        using var server = new RudeServer([], cut: false);
        using ContentStore store = Store(server.Port, TimeSpan.FromMinutes(1));
        using var stop = new CancellationTokenSource();
        Task asked = store.TryGetAsync(BlobOf(1), stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        Assert.Empty(_notes);
    }

    [Theory]
    [InlineData("cache.example.com/a")]
    [InlineData("/srv/cache")]
    [InlineData("ftp://cache.example.com/")]
    [InlineData("file:///srv/cache")]
    [InlineData("http://user:s3cret@/x")]
    [InlineData("https://user:s3cret@cache.example.com/?sig=1")]
    [InlineData("https://user:s3cret@cache.example.com/#x")]
    public void An_address_that_cannot_be_used_is_refused_without_repeating_it(string text)
    {
        Assert.Null(RemoteCacheAddress.TryParse(text, out string fault));
        Assert.NotEqual("", fault);
        Assert.DoesNotContain("s3cret", fault);
    }

    [Theory]
    [InlineData("https://cache.example.com", "https://cache.example.com/")]
    [InlineData("http://u:p@cache.example.com:8080/a/b/", "http://cache.example.com:8080/a/b/")]
    [InlineData("http://[::1]:80/a%20b", "http://[::1]/a%20b/")]
    public void An_address_is_shown_without_user_and_password(string text, string shown) =>
        Assert.Equal(shown, RemoteCacheAddress.TryParse(text, out _)!.ToString());

    private static Blob BlobOf(int i) => new(Sha256Digest.Of(BitConverter.GetBytes(i)), 4);

    private ContentStore Store(int port, TimeSpan? stall = null)
    {
        // Outages are remembered by address, and ports come again.
        string address = $"http://127.0.0.1:{port}/{Guid.NewGuid():N}";
        var settings = new RemoteCacheSettings(RemoteCacheAddress.TryParse(address, out _)!, CanWrite: true)
        {
            StallTimeout = stall ?? TimeSpan.FromMilliseconds(300),
        };
        return new ContentStore(new CacheFolder(_folder.Path), new RemoteCache(settings, note =>
        {
            lock (_notes)
            {
                _notes.Add(note);
            }
        }));
    }
}
