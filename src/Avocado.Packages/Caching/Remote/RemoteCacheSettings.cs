namespace Avocado.Packages.Caching.Remote;

/// <summary>How a remote cache is used. Nothing of this decides a byte of any output.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="CanWrite">True when what this machine makes is put there.</param>
public sealed record RemoteCacheSettings(RemoteCacheAddress Address, bool CanWrite)
{
    /// <summary>How long it may take to connect.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the server may say nothing, at any point of a request.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the end of a build waits for uploads.</summary>
    public TimeSpan UploadTimeout { get; init; } = TimeSpan.FromMinutes(2);
}
