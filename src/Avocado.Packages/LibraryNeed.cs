using System.Collections.Immutable;
using Avocado.Formats.Elf;

namespace Avocado.Packages;

/// <summary>A library that a program of a package opens at run time (.note.dlopen).</summary>
/// <param name="Feature">What it is for, such as "tpm"; empty when the note does not say.</param>
/// <param name="Priority">How much it is needed.</param>
/// <param name="Sonames">Names of which one is enough, the preferred one first.</param>
public sealed record LibraryNeed(string Feature, DlopenPriority Priority, ImmutableArray<string> Sonames)
{
    /// <inheritdoc/>
    public bool Equals(LibraryNeed? other) => other is not null && Feature == other.Feature
        && Priority == other.Priority && Sonames.AsSpan().SequenceEqual(other.Sonames.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Feature, Priority, Sonames.FirstOrDefault());
}
