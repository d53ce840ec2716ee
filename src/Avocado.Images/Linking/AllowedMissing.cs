using System.IO.Enumeration;

namespace Avocado.Images.Linking;

/// <summary>A missing library that is no mistake: whoever loads its user can do without.</summary>
/// <param name="PathPattern">The user's path with a leading '/'; '*' stands for any characters, '/' too.</param>
/// <param name="NamePattern">The missing library's name, with the same wildcards.</param>
/// <param name="Reason">Why it may be missing; reports show it.</param>
public sealed record AllowedMissing(string PathPattern, string NamePattern, string Reason)
{
    /// <summary>What is known of files that many images have.</summary>
    public static System.Collections.Immutable.ImmutableArray<AllowedMissing> WellKnown { get; } =
    [
        new("*/libcoreclrtraceptprovider.so", "liblttng-ust.so.*",
            "the .NET runtime opens its LTTng provider only where LTTng is installed"),
    ];

    /// <summary>True when a finding is allowed.</summary>
    public bool Allows(MissingDependency missing)
    {
        ArgumentNullException.ThrowIfNull(missing);
        return FileSystemName.MatchesSimpleExpression(PathPattern, missing.Path.ToString(), ignoreCase: false)
            && FileSystemName.MatchesSimpleExpression(NamePattern, missing.Name, ignoreCase: false);
    }
}
