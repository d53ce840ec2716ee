using System.Collections.Immutable;
using Avocado.Files;
using Avocado.Images.SystemSetup.Units;

namespace Avocado.Images.SystemSetup;

/// <summary>Masks units that a read-only root file system makes fail or pointless.</summary>
public sealed class UnitMasksStep : ISystemSetupStep
{
    private static readonly ImmutableArray<(string Unit, string Reason)> Masks =
    [
        ("ldconfig.service", "fails on a read-only /etc; the loader searches its folders itself"),
        ("systemd-firstboot.service", "everything it asks is set by the build"),
        ("systemd-hwdb-update.service", "/etc and /usr are read-only"),
        ("systemd-journal-catalog-update.service", "no message catalogue on a device"),
        ("systemd-sysusers.service", "accounts are set by the build"),
        ("systemd-update-done.service", "/etc is read-only"),
    ];

    /// <inheritdoc/>
    public string Name => "unit masks";

    /// <inheritdoc/>
    public void Apply(SystemSetupContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        foreach ((string unit, string reason) in Masks)
        {
            if (context.Tree.Contains(UnitCatalog.VendorFolder / UnixPath.Parse(unit)))
            {
                context.Provide(Entry.SymbolicLink(
                    UnitCatalog.ConfigurationFolder / UnixPath.Parse(unit), "/dev/null",
                    Origin.Generated(Name, reason)));
            }
        }
    }
}
