using System.Collections.Immutable;

namespace Avocado.Files;

/// <summary>What only some entries have.</summary>
internal sealed record EntryExtras
{
    /// <summary>Nothing of it.</summary>
    public static EntryExtras None { get; } = new();

    /// <inheritdoc cref="Entry.Attributes"/>
    public ImmutableArray<ExtendedAttribute> Attributes { get; init; } = [];

    /// <inheritdoc cref="Entry.LinkTarget"/>
    public ReadOnlyMemory<byte> LinkTarget { get; init; }

    /// <inheritdoc cref="Entry.LinkGroup"/>
    public LinkGroup? LinkGroup { get; init; }

    /// <inheritdoc cref="Entry.Device"/>
    public DeviceNumber Device { get; init; }

    /// <summary>These, or null when there is nothing, so that entries without are equal.</summary>
    public EntryExtras? OrNull => Attributes.IsDefaultOrEmpty && LinkTarget.IsEmpty && LinkGroup is null
        && Device == default
            ? null
            : this;
}
