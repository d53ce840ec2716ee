namespace Avocado.Packages.Caching.Remote;

/// <summary>Ends a request when nothing happened for a while.</summary>
internal sealed class StallWatch : IDisposable
{
    private readonly TimeSpan _timeout;
    private readonly CancellationTokenSource _source;

    public StallWatch(TimeSpan timeout, params ReadOnlySpan<CancellationToken> others)
    {
        _timeout = timeout;
        _source = CancellationTokenSource.CreateLinkedTokenSource(others);
        Alive();
    }

    /// <summary>Ends with the request.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Something happened: the time starts anew.</summary>
    public void Alive() => _source.CancelAfter(_timeout);

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();
}
