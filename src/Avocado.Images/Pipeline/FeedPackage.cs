using Avocado.Files.Diagnostics;

namespace Avocado.Images.Pipeline;

/// <summary>A package that the project or its board asks for.</summary>
/// <param name="Name">Its name in the feed.</param>
/// <param name="Into">An extension's name, or null for the root file system.</param>
/// <param name="Location">Where the project says it.</param>
public sealed record FeedPackage(
    string Name, string? Into, SourceLocation? Location = null);
