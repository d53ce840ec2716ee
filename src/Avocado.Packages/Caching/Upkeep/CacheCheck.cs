using System.Collections.Immutable;

namespace Avocado.Packages.Caching.Upkeep;

/// <summary>How a check of a cache ended.</summary>
/// <param name="Blobs">How many blobs were read.</param>
/// <param name="Actions">How many results were read.</param>
/// <param name="Bytes">How many bytes were read.</param>
/// <param name="Incomplete">Results whose blobs are not all there. They are no damage: their steps are done again.</param>
/// <param name="Damaged">What is wrong, in the order of the paths.</param>
public sealed record CacheCheck(int Blobs, int Actions, long Bytes, int Incomplete, ImmutableArray<DamagedFile> Damaged);
