using Microsoft.Build.Framework;

namespace Avocado.Sdk.Tasks.Tools;

/// <summary>Parameters; the work is in SetToolCache.cs.</summary>
public sealed partial class SetToolCache : ImageTask
{
    /// <summary>The folder that the tool is known by: the one that it writes, or its project's.</summary>
    [Required]
    public string ToolFolder { get; set; } = "";

    /// <summary>Full path of the assembly of .NET's own task.</summary>
    [Required]
    public string ToolAssembly { get; set; } = "";

    /// <summary>The cache for all projects; empty for the user's own.</summary>
    public string? CacheFolder { get; set; }

    /// <summary>What the cache may take: a size, or 0 for no bound.</summary>
    public string? CacheSize { get; set; }

    /// <summary>Address of a cache that machines share.</summary>
    public string? RemoteCache { get; set; }

    /// <summary>"true" puts what this machine makes into the remote cache.</summary>
    public bool RemoteCacheWrite { get; set; }

    /// <summary>"false" does every step, whatever is known of its result.</summary>
    public bool CacheResults { get; set; } = true;
}
