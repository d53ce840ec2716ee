namespace Avocado.Packages.Caching.Upkeep;

/// <summary>What a file of the cache is.</summary>
internal enum StoredKind
{
    /// <summary>A blob, below cas/.</summary>
    Blob,

    /// <summary>The result of a build step, below ac/.</summary>
    Action,

    /// <summary>Something that is being written or downloaded, or was when a process ended.</summary>
    Unfinished,
}
