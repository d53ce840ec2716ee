using System.Net;
using System.Net.Http.Headers;
using Avocado.Packages.Transfer;

namespace Avocado.Packages.Caching.Remote;

/// <summary>
/// The requests to one remote cache. The first failure of network or server ends them all for the rest of the build:
/// a cache is there to save time.
/// </summary>
internal sealed class RemoteConnection : IDisposable
{
    private const int MaxRequests = 8;
    private const int MaxRedirects = 3;

    private readonly RemoteCacheSettings _settings;
    private readonly Action<string> _note;
    private readonly HttpClient _client;
    private readonly SemaphoreSlim _slots = new(MaxRequests);
    private readonly CancellationTokenSource _off = new();
    private int _isOff;

    /// <param name="note">Told once, when the cache is given up.</param>
    /// <param name="handler">For tests.</param>
    public RemoteConnection(RemoteCacheSettings settings, Action<string> note, HttpMessageHandler? handler)
    {
        _settings = settings;
        _note = note;
        _client = new HttpClient(handler ?? new SocketsHttpHandler
        {
            ConnectTimeout = settings.ConnectTimeout,
            MaxConnectionsPerServer = MaxRequests,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            AllowAutoRedirect = false,
            UseCookies = false,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("avocado-sdk");
        _isOff = Outages.Has(settings.Address.Location) ? 1 : 0;
    }

    /// <summary>True when the cache is not asked any more.</summary>
    public bool IsOff => Volatile.Read(ref _isOff) != 0;

    /// <summary>Sends a request and uses the answer.</summary>
    /// <param name="path">Below the cache's address.</param>
    /// <param name="body">Makes the body; the body calls back whenever a part of it was taken.</param>
    /// <param name="use">Given the answer whatever its status, and a token that ends when the server stalls.</param>
    /// <returns>What <paramref name="use"/> returned; the default when the cache is off or failed.</returns>
    public async Task<T?> SendAsync<T>(
        HttpMethod method, string path, Func<Action, HttpContent>? body,
        Func<HttpResponseMessage, StallWatch, Task<T>> use, CancellationToken cancellation)
    {
        if (IsOff)
        {
            return default;
        }
        try
        {
            // The server's time starts when the request does, not while it waits for others.
            using (var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _off.Token))
            {
                await _slots.WaitAsync(waiting.Token).ConfigureAwait(false);
            }
            try
            {
                using var watch = new StallWatch(_settings.StallTimeout, cancellation, _off.Token);
                using HttpResponseMessage? response =
                    await FollowAsync(method, path, body, watch).ConfigureAwait(false);
                return response is null ? default : await use(response, watch).ConfigureAwait(false);
            }
            finally
            {
                _slots.Release();
            }
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException
            && !cancellation.IsCancellationRequested)
        {
            TurnOff(Transfers.Describe(error));
            return default;
        }
    }

    /// <summary>Ends all requests, those under way too.</summary>
    public void TurnOff(string reason)
    {
        if (Interlocked.Exchange(ref _isOff, 1) != 0)
        {
            return;
        }
        Outages.Add(_settings.Address.Location);
        _note($"the remote cache {_settings.Address} is left out of this build: {reason}");
        _off.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Whatever ends now because of this is no failure to tell of.
        Volatile.Write(ref _isOff, 1);
        _off.Cancel();
        _client.Dispose();
        _off.Dispose();
        _slots.Dispose();
    }

    private async Task<HttpResponseMessage?> FollowAsync(
        HttpMethod method, string path, Func<Action, HttpContent>? body, StallWatch watch)
    {
        var address = new Uri(_settings.Address.Location, path);
        for (int redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(method, address) { Content = body?.Invoke(watch.Alive) };
            if (_settings.Address.Authorization is { } authorization)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Basic", authorization);
            }
            HttpResponseMessage response = await _client
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, watch.Token).ConfigureAwait(false);
            watch.Alive();
            if (!IsRedirect(response.StatusCode))
            {
                return response;
            }
            using (response)
            {
                // Credentials and objects go to the server that the user named and to no other.
                Uri? next = response.Headers.Location is { } location ? new Uri(address, location) : null;
                if (next is null || redirects == MaxRedirects || !HasSameOrigin(address, next))
                {
                    TurnOff("it redirects to another server, or in circles");
                    return null;
                }
                address = next;
            }
        }
    }

    private static bool IsRedirect(HttpStatusCode status) => status is HttpStatusCode.MovedPermanently
        or HttpStatusCode.Found or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private static bool HasSameOrigin(Uri left, Uri right) =>
        left.Scheme == right.Scheme && left.Port == right.Port
        && string.Equals(left.Host, right.Host, StringComparison.OrdinalIgnoreCase);
}
