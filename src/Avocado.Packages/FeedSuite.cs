namespace Avocado.Packages;

/// <summary>A suite as it was when it was read.</summary>
/// <param name="Name">The name the project or the feed's rule gives it.</param>
/// <param name="Date">When it was released.</param>
public sealed record FeedSuite(string Name, DateTimeOffset Date);
