namespace Avocado.Packages;

/// <summary>What a restore is doing.</summary>
/// <param name="Stage">What kind of work.</param>
/// <param name="Item">The file or package that was finished or is being worked on.</param>
/// <param name="Done">How much is done: bytes for downloads, packages otherwise.</param>
/// <param name="Total">How much there is in all, or 0 when that is not known.</param>
public readonly record struct PackageProgress(PackageStage Stage, string Item, long Done, long Total);
