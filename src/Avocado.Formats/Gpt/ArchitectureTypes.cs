namespace Avocado.Formats.Gpt;

/// <summary>The partition types of one architecture (Discoverable Partitions Specification).</summary>
/// <param name="Architecture">As systemd names it: "x86-64".</param>
/// <param name="Root">Root file system; extensions use it too.</param>
/// <param name="Usr">/usr.</param>
public sealed record ArchitectureTypes(string Architecture, DiscoverableTypes Root, DiscoverableTypes Usr);
