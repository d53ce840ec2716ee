using Microsoft.Build.Framework;

namespace Avocado.Sdk.Tasks.Trimming;

/// <summary>Parameters; the work is in SetTrimmerCache.cs.</summary>
public sealed partial class SetTrimmerCache : ImageTask
{
    /// <summary>The folder that the trimmer is going to write into.</summary>
    [Required]
    public string OutputFolder { get; set; } = "";

    /// <summary>Full path of ILLink.Tasks.dll.</summary>
    [Required]
    public string TrimmerAssembly { get; set; } = "";

    /// <summary>The cache for all projects; empty for the user's own.</summary>
    public string? CacheFolder { get; set; }

    /// <summary>What the cache may take: a size, or 0 for no bound.</summary>
    public string? CacheSize { get; set; }

    /// <summary>Address of a cache that machines share.</summary>
    public string? RemoteCache { get; set; }

    /// <summary>"true" puts what this machine makes into the remote cache.</summary>
    public bool RemoteCacheWrite { get; set; }
}
