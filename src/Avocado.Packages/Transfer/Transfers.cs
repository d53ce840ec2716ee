using System.Net;
using System.Net.Http.Headers;

namespace Avocado.Packages.Transfer;

/// <summary>Opens addresses; every failure that the network or a server can cause becomes an answer.</summary>
internal sealed class Transfers(HttpClient client)
{
    /// <summary>How long a server may send nothing.</summary>
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Asks for a file from a byte on; the answer may start at 0 all the same.</summary>
    public async Task<Transfer> OpenAsync(Uri address, long start, CancellationToken cancellation)
    {
        if (address.IsFile)
        {
            return OpenFile(address.LocalPath, start);
        }
        if (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)
        {
            return Transfer.Refused($"addresses with '{address.Scheme}:' are not supported");
        }
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (start > 0)
        {
            request.Headers.Range = new RangeHeaderValue(start, null);
        }
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stall.CancelAfter(StallTimeout);
        HttpResponseMessage? response = null;
        try
        {
            response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stall.Token)
                .ConfigureAwait(false);
            return await AcceptAsync(response, start, stall.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (IsNetworkFailure(error, cancellation))
        {
            response?.Dispose();
            return Transfer.Broken(Describe(error));
        }
    }

    /// <summary>
    /// True for what the network causes; false for the caller's cancellation and for mistakes of ours.
    /// </summary>
    internal static bool IsNetworkFailure(Exception error, CancellationToken cancellation) =>
        !cancellation.IsCancellationRequested
        && error is HttpRequestException or IOException or OperationCanceledException;

    internal static string Describe(Exception error) => error switch
    {
        OperationCanceledException => "the server does not answer",
        { InnerException: { } inner } => inner.Message,
        _ => error.Message,
    };

    private static Transfer OpenFile(string path, long start)
    {
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
            start = Math.Min(start, file.Length);
            file.Position = start;
            return Transfer.Of(file, start, null, Timeout.InfiniteTimeSpan);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return Transfer.Missing("the file is not there");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Transfer.Refused(error.Message);
        }
    }

    private async Task<Transfer> AcceptAsync(HttpResponseMessage response, long start, CancellationToken cancellation)
    {
        HttpStatusCode status = response.StatusCode;
        if (status is HttpStatusCode.OK or HttpStatusCode.PartialContent)
        {
            // A server may ignore the range, or answer with another one: then the answer's own start counts.
            long from = status == HttpStatusCode.OK ? 0 : response.Content.Headers.ContentRange?.From ?? -1;
            if (from >= 0 && from <= start)
            {
                Stream body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
                return Transfer.Of(body, from, response, StallTimeout);
            }
            response.Dispose();
            return Transfer.Refused("the server answered with another part of the file");
        }
        response.Dispose();
        string reason = $"HTTP {(int)status}";
        return status switch
        {
            HttpStatusCode.NotFound or HttpStatusCode.Gone => Transfer.Missing(reason),
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError
                => Transfer.Broken(reason),
            _ => Transfer.Refused(reason),
        };
    }
}
