namespace Avocado.Packages.Caching.Upkeep;

/// <summary>A file of the cache that is not what its name says.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="What">What is wrong with it.</param>
/// <param name="IsRemoved">True when it was removed.</param>
public sealed record DamagedFile(string Path, string What, bool IsRemoved);
