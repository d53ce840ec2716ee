using System.Collections.Immutable;

namespace Avocado.Devices.Qemu;

/// <summary>What the virtual device is made of.</summary>
public sealed record QemuOptions
{
    /// <summary>The disk image, raw. It is never written to: an overlay takes all writes.</summary>
    public required string Image { get; init; }

    /// <summary>A folder with PK.der, KEK.der and db.der to enrol; null for firmware without Secure Boot.</summary>
    public string? SecureBootFolder { get; init; }

    /// <summary>Attach a software TPM 2.0.</summary>
    public bool Tpm { get; init; } = true;

    /// <summary>Memory in MiB.</summary>
    public int Memory { get; init; } = 1024;

    /// <summary>Virtual processors.</summary>
    public int Processors { get; init; } = 2;

    /// <summary>SMBIOS system UUID; the machine id of the device derives from it.</summary>
    public Guid SystemId { get; init; } = new("5b8f0c36-3f4f-4f6e-9a56-617661636164");

    /// <summary>User-mode network: the device reaches the outside, nothing reaches the device.</summary>
    public bool Network { get; init; } = true;

    /// <summary>Appended to the kernel command line through SMBIOS, such as "avocado.mode=development".</summary>
    public string? KernelArguments { get; init; }

    /// <summary>
    /// System credentials (systemd.system-credentials(7)) by name, handed over through SMBIOS: settings, and units
    /// for this start alone. They are no secrets to whoever runs the virtual device.
    /// </summary>
    public ImmutableSortedDictionary<string, string> Credentials { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Folder that keeps disk overlay, UEFI variables and TPM state, so that the next start is the same machine
    /// again; null for a machine that is gone afterwards.
    /// </summary>
    public string? StateFolder { get; init; }
}
