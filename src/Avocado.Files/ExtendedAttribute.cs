namespace Avocado.Files;

/// <summary>An extended attribute.</summary>
/// <param name="Name">Full name with its namespace, such as "security.capability".</param>
/// <param name="Value">The value's bytes.</param>
public sealed record ExtendedAttribute(string Name, ReadOnlyMemory<byte> Value)
{
    /// <inheritdoc/>
    public bool Equals(ExtendedAttribute? other) =>
        other is not null && Name == other.Name && Value.Span.SequenceEqual(other.Value.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Value.Length);
}
