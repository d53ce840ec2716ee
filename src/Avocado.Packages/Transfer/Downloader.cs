using System.Security.Cryptography;
using Avocado.Files;

namespace Avocado.Packages.Transfer;

/// <summary>
/// Gets files from http, https and file addresses. Proxies are those of the environment (http_proxy, no_proxy…),
/// as HttpClient reads them. Large files are resumed where an earlier attempt ended.
/// </summary>
public sealed class Downloader : IDisposable
{
    private const int Attempts = 3;
    private const int BufferSize = 1 << 17;

    private readonly HttpClient _client;
    private readonly Transfers _transfers;

    /// <param name="handler">For tests; otherwise connections are shared and limited per server.</param>
    public Downloader(HttpMessageHandler? handler = null)
    {
        _client = new HttpClient(handler ?? new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(20),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            MaxConnectionsPerServer = 8,
        })
        {
            // Whole files may take long; a server that sends nothing for a while is given up by StallTimeout.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("avocado-sdk");
        _transfers = new Transfers(_client);
    }

    /// <summary>How long to wait before a failed attempt is repeated; doubled each time.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a server may send nothing.</summary>
    public TimeSpan StallTimeout
    {
        get => _transfers.StallTimeout;
        init => _transfers.StallTimeout = value;
    }

    /// <summary>Gets a file whose digest is not known beforehand (a signed release file).</summary>
    public async Task<SmallFile> GetSmallAsync(Uri address, int maxSize, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(address);
        for (int attempt = 1; ; attempt++)
        {
            Transfer transfer = await _transfers.OpenAsync(address, 0, cancellation).ConfigureAwait(false);
            await using (transfer.ConfigureAwait(false))
            {
                SmallFile result = await ReadSmallAsync(transfer, maxSize, cancellation).ConfigureAwait(false);
                if (result.Bytes is not null || result.IsMissing || !transfer.MayRepeat || attempt == Attempts)
                {
                    return result;
                }
            }
            await Task.Delay(RetryDelay * (1 << (attempt - 1)), cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Gets a file and checks it. What was loaded stays in <paramref name="partialPath"/> when an attempt fails and
    /// is resumed by the next one; a file that is not the right one is removed.
    /// </summary>
    /// <param name="download">What to get.</param>
    /// <param name="partialPath">
    /// Where to write; the caller holds the lock of this path and renames it when done.
    /// </param>
    /// <param name="progress">Told the bytes that came.</param>
    public async Task<DownloadResult> GetAsync(
        Download download, string partialPath, Action<long>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(download);
        var reasons = new List<string>();
        DownloadResult? worst = null;
        foreach (Uri address in download.Addresses)
        {
            for (int attempt = 1; attempt <= Attempts; attempt++)
            {
                (DownloadResult result, bool mayRepeat) =
                    await TryAsync(download, address, partialPath, progress, cancellation).ConfigureAwait(false);
                if (result.Outcome == DownloadOutcome.Done)
                {
                    return result;
                }
                if (!mayRepeat || attempt == Attempts)
                {
                    reasons.Add($"{address.Host}: {result.Reason}");
                    worst = worst is null || Weight(result) > Weight(worst) ? result : worst;
                    break;
                }
                await Task.Delay(RetryDelay * (1 << (attempt - 1)), cancellation).ConfigureAwait(false);
            }
        }
        string reason = string.Join("; ", reasons);
        return (worst ?? new DownloadResult(DownloadOutcome.Failed, "there is no address for it", null))
            with { Reason = reason.Length > 0 ? reason : "there is no address for it" };
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    /// <summary>
    /// A wrong file says most; one archive without the file says more than another that does not answer.
    /// </summary>
    private static int Weight(DownloadResult result) => result.Outcome switch
    {
        DownloadOutcome.Mismatch => 2,
        DownloadOutcome.NotFound => 1,
        _ => 0,
    };

    private static async Task<SmallFile> ReadSmallAsync(Transfer transfer, int maxSize, CancellationToken cancellation)
    {
        if (transfer.Body is null)
        {
            return new SmallFile(null, transfer.IsMissing, transfer.Reason);
        }
        using var bytes = new MemoryStream();
        var buffer = new byte[BufferSize];
        int read;
        while ((read = await transfer.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > maxSize)
            {
                return new SmallFile(null, false, $"it has more than {maxSize} bytes");
            }
        }
        return read == 0
            ? new SmallFile(bytes.ToArray(), false, "")
            : new SmallFile(null, false, transfer.Reason);
    }

    private async Task<(DownloadResult Result, bool MayRepeat)> TryAsync(
        Download download, Uri address, string partialPath, Action<long>? progress, CancellationToken cancellation)
    {
        FileStream file = new(partialPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, 1,
            FileOptions.Asynchronous);
        await using (file.ConfigureAwait(false))
        {
            if (file.Length > download.Size)
            {
                file.SetLength(0);
            }
            long start = file.Length;
            if (start < download.Size)
            {
                Transfer transfer = await _transfers.OpenAsync(address, start, cancellation).ConfigureAwait(false);
                await using (transfer.ConfigureAwait(false))
                {
                    if (transfer.Body is null)
                    {
                        DownloadOutcome outcome =
                            transfer.IsMissing ? DownloadOutcome.NotFound : DownloadOutcome.Failed;
                        return (new DownloadResult(outcome, transfer.Reason, address), transfer.MayRepeat);
                    }
                    file.SetLength(transfer.Start);
                    start = transfer.Start;
                    string? failure = await CopyAsync(transfer, file, download.Size, progress, cancellation)
                        .ConfigureAwait(false);
                    if (failure is not null)
                    {
                        return (new DownloadResult(DownloadOutcome.Failed, failure, address), true);
                    }
                }
            }
            return await CheckAsync(download, address, file, start > 0, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Null when the body came whole or is longer than it may be (which the check finds).</summary>
    private static async Task<string?> CopyAsync(
        Transfer transfer, FileStream file, long size, Action<long>? progress, CancellationToken cancellation)
    {
        file.Position = file.Length;
        var buffer = new byte[BufferSize];
        int read;
        while ((read = await transfer.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
        {
            await file.WriteAsync(buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
            progress?.Invoke(read);
            if (file.Length > size)
            {
                return null;
            }
        }
        return read < 0 ? transfer.Reason
            : file.Length < size ? "the connection ended early"
            : null;
    }

    private static async Task<(DownloadResult Result, bool MayRepeat)> CheckAsync(
        Download download, Uri address, FileStream file, bool wasResumed, CancellationToken cancellation)
    {
        file.Position = 0;
        string? fault = null;
        if (file.Length != download.Size)
        {
            fault = $"it has not the {download.Size} bytes it should have";
        }
        else
        {
            var digest = new Sha256Digest(await SHA256.HashDataAsync(file, cancellation).ConfigureAwait(false));
            fault = digest == download.Sha256 ? null : $"its SHA-256 is {digest} instead of {download.Sha256}";
        }
        if (fault is null)
        {
            return (new DownloadResult(DownloadOutcome.Done, "", address), false);
        }
        file.SetLength(0);
        // The part from an earlier attempt may be the bad one: then the whole file is asked for once more.
        return (new DownloadResult(DownloadOutcome.Mismatch, fault, address), wasResumed);
    }
}
