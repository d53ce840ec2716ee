using Avocado.Packages.Caching.Upkeep;

namespace Avocado.Cli.Cache;

/// <summary>What <c>avocado cache info --json</c> writes.</summary>
/// <param name="FormatVersion">Raised when a field changes its meaning; fields are only added otherwise.</param>
/// <param name="MaxBytes">What the cache may take; 0 for no bound.</param>
/// <param name="Cache">What is in it.</param>
internal sealed record CacheInfo(int FormatVersion, long MaxBytes, CacheSurvey Cache);
