namespace Avocado.Images.Runtime;

/// <summary>A boot mode of a release.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsDefault">Booted when no addon says otherwise.</param>
/// <param name="Extensions">What it merges, in order.</param>
public sealed record RuntimeMode(string Name, bool IsDefault, IReadOnlyList<string> Extensions);
