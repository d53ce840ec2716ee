using System.Collections.Immutable;

namespace Avocado.Devices;

/// <summary>What a device said of itself when it was ready.</summary>
public sealed record DeviceReport
{
    public required string Image { get; init; }

    public required string Version { get; init; }

    public required string Mode { get; init; }

    /// <summary>Names of the merged extensions, in order.</summary>
    public required ImmutableArray<string> Extensions { get; init; }

    /// <summary>Number of failed units.</summary>
    public required int FailedCount { get; init; }

    /// <summary>Names of the failed units.</summary>
    public ImmutableArray<string> FailedUnits { get; init; } = [];

    /// <summary>Extensions that were listed and not merged, with the reason.</summary>
    public ImmutableArray<RefusedExtension> Refused { get; init; } = [];

    /// <summary>The root hash as the kernel's dm-verity target has it, or "unverified".</summary>
    public string RootHash { get; init; } = "unverified";

    /// <summary>True when the firmware enforces Secure Boot.</summary>
    public bool IsSecureBoot { get; init; }

    /// <summary>True when var is encrypted.</summary>
    public bool IsVarEncrypted { get; init; }
}
