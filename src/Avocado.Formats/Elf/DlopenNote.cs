using System.Collections.Immutable;

namespace Avocado.Formats.Elf;

/// <summary>
/// A library that a program opens with dlopen(), as it says itself in <c>.note.dlopen</c> (UAPI specification "ELF
/// dlopen() metadata").
/// </summary>
/// <param name="Feature">A short name of what the library is for, such as "tpm"; null when the note has none.</param>
/// <param name="Description">One sentence for people; null when the note has none.</param>
/// <param name="Priority">How much it is needed.</param>
/// <param name="Sonames">Names to try, the preferred one first; at least one.</param>
public sealed record DlopenNote(
    string? Feature, string? Description, DlopenPriority Priority, ImmutableArray<string> Sonames)
{
    /// <inheritdoc/>
    public bool Equals(DlopenNote? other) =>
        other is not null && Feature == other.Feature && Description == other.Description
        && Priority == other.Priority && Sonames.AsSpan().SequenceEqual(other.Sonames.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Feature, Priority, Sonames.Length);
}
