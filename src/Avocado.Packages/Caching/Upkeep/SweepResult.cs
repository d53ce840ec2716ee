namespace Avocado.Packages.Caching.Upkeep;

/// <summary>What was removed from a cache, or would be.</summary>
/// <param name="Blobs">How many blobs.</param>
/// <param name="Actions">How many results of steps.</param>
/// <param name="Unfinished">How many leftovers of processes that ended.</param>
/// <param name="Bytes">What these took.</param>
/// <param name="LeftBytes">What the rest takes.</param>
/// <param name="IsInUse">True when a build uses the cache: what was used in the last day was not touched.</param>
public sealed record SweepResult(int Blobs, int Actions, int Unfinished, long Bytes, long LeftBytes, bool IsInUse);
