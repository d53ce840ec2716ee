using System.Collections.Immutable;
using Avocado.Files.Diagnostics;

namespace Avocado.Images.Linking;

/// <summary>What a check of an image's programs found.</summary>
/// <param name="Checked">How many programs and libraries were looked at.</param>
/// <param name="Missing">What is wrong, in byte order of the paths.</param>
/// <param name="Allowed">What is missing and may be, with the reason.</param>
public sealed record DependencyReport(
    int Checked, ImmutableArray<MissingDependency> Missing,
    ImmutableArray<(MissingDependency Missing, AllowedMissing Because)> Allowed)
{
    /// <summary>One error that names everything that is missing.</summary>
    /// <exception cref="AvocadoException">AVO0540: something is missing.</exception>
    public void ThrowIfMissing()
    {
        if (!Missing.IsEmpty)
        {
            int files = Missing.Select(m => m.Path).Distinct().Count();
            throw Codes.MissingLibraries.Error(
                files == 1 ? "a program or library" : $"{files} programs and libraries",
                string.Concat(Missing.Select(m => "\n  " + m)));
        }
    }
}
