namespace Avocado.Formats.Tests.Efi;

/// <summary>A fact about the variable file of the host's OVMF; skipped by name where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FirmwareFactAttribute : FactAttribute
{
    public const string Path = "/usr/share/OVMF/OVMF_VARS_4M.fd";

    public FirmwareFactAttribute() => Skip = File.Exists(Path) ? null : "needs ovmf (.ci/run installs it)";
}
