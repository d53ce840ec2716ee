using System.Collections.Immutable;

namespace Avocado.Packages.Locking;

/// <summary>A feed as the lock file has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Suite">The suites that the project names.</param>
/// <param name="Components">The components, in the order of the project.</param>
/// <param name="Suites">The suites that were read, with the dates of their releases.</param>
public sealed record LockedFeed(
    string Name, string Type, string Suite, ImmutableArray<string> Components, ImmutableArray<FeedSuite> Suites)
{
    /// <summary>What the project says of it, in one line; addresses and keys are not part of it.</summary>
    public string Description => $"{Type} {Suite} {string.Join(' ', Components)}";

    /// <summary>A feed of a project.</summary>
    internal static LockedFeed Of(FeedDescription feed, ImmutableArray<FeedSuite> suites) => new(
        feed.Name, feed.Type, string.Join(' ', feed.Suites), feed.EffectiveComponents, suites);
}
