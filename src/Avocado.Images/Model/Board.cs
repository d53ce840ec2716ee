using System.Collections.Immutable;

namespace Avocado.Images.Model;

/// <summary>What one kind of hardware needs; one file under <c>sdk/boards</c> or in a user's package says it.</summary>
public sealed record Board
{
    /// <summary>The target-framework alias, such as "x86_64-uefi".</summary>
    public required string Name { get; init; }

    /// <summary>Processor architecture.</summary>
    public required Architecture Architecture { get; init; }

    /// <summary>The boot flow's name: "uefi".</summary>
    public required string BootFlow { get; init; }

    /// <summary>True when var is encrypted to the TPM; false when it is plain.</summary>
    public bool TpmRequired { get; init; }

    /// <summary>Kernel command line of every mode, without the parts that the boot flow adds.</summary>
    public ImmutableArray<string> KernelArguments { get; init; } = [];

    /// <summary>Kernel modules that the initrd loads or offers, by name; dependencies are added.</summary>
    public ImmutableArray<string> InitrdModules { get; init; } = [];
}
