using System.Collections.Immutable;

namespace Avocado.Packages;

/// <summary>What a feed has for one architecture.</summary>
/// <param name="Feed">The feed's name.</param>
/// <param name="Architecture">The architecture.</param>
/// <param name="Suites">The suites it was read from, the main one first.</param>
/// <param name="Records">Its packages.</param>
public sealed record FeedIndex(
    string Feed, string Architecture, ImmutableArray<FeedSuite> Suites, ImmutableArray<PackageRecord> Records);
