namespace Avocado.Packages.Transfer;

/// <summary>An answer: a body to read, or why there is none.</summary>
internal sealed class Transfer : IAsyncDisposable
{
    private readonly HttpResponseMessage? _response;
    private readonly TimeSpan _stall;

    private Transfer(Stream? body, long start, HttpResponseMessage? response, TimeSpan stall)
    {
        Body = body;
        Start = start;
        _response = response;
        _stall = stall;
    }

    /// <summary>The body from <see cref="Start"/> on; null when there is none.</summary>
    public Stream? Body { get; }

    /// <summary>The file's byte at which the body starts.</summary>
    public long Start { get; }

    /// <summary>True when the address does not have the file.</summary>
    public bool IsMissing { get; private init; }

    /// <summary>True when the same question may be answered later.</summary>
    public bool MayRepeat { get; private set; }

    /// <summary>Why there is no (more) body.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>A body.</summary>
    public static Transfer Of(Stream body, long start, HttpResponseMessage? response, TimeSpan stall) =>
        new(body, start, response, stall);

    /// <summary>The address does not have it.</summary>
    public static Transfer Missing(string reason) =>
        new(null, 0, null, default) { IsMissing = true, Reason = reason };

    /// <summary>The address will not give it.</summary>
    public static Transfer Refused(string reason) => new(null, 0, null, default) { Reason = reason };

    /// <summary>The network or the server failed.</summary>
    public static Transfer Broken(string reason) => new(null, 0, null, default) { Reason = reason, MayRepeat = true };

    /// <summary>The next bytes: how many, 0 at the end, -1 when the connection failed (<see cref="Reason"/>).</summary>
    public async Task<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stall.CancelAfter(_stall);
        try
        {
            return await Body!.ReadAsync(buffer, stall.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (Transfers.IsNetworkFailure(error, cancellation))
        {
            Reason = Transfers.Describe(error);
            MayRepeat = true;
            return -1;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Body is not null)
        {
            await Body.DisposeAsync().ConfigureAwait(false);
        }
        _response?.Dispose();
    }
}
