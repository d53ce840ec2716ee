using Avocado.Files.Diagnostics;

namespace Avocado.Packages;

/// <summary>A package that the project asks for.</summary>
/// <param name="Name">The package's name.</param>
/// <param name="Into">The extension it goes into, or null for the root file system.</param>
/// <param name="SourceLocation">Where the project says so.</param>
public sealed record PackageRequest(string Name, string? Into = null, SourceLocation? SourceLocation = null)
{
    /// <summary>The target's name in locks: "/" for the root file system, else the extension's.</summary>
    public string Target => Into ?? RootTarget;

    /// <summary>The root file system's name as a target; no extension can have it.</summary>
    public const string RootTarget = "/";
}
