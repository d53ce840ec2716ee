using Avocado.Files;
using Avocado.Images.SystemSetup.Units;

namespace Avocado.Images.SystemSetup;

/// <summary>Enables units by presets and sets the default target: packages do that in their scripts.</summary>
public sealed class UnitEnablementStep : ISystemSetupStep
{
    private const string PresetFolder = "systemd/system-preset";

    private const string DefaultTarget = "multi-user.target";

    /// <inheritdoc/>
    public string Name => "unit enablement";

    /// <inheritdoc/>
    public void Apply(SystemSetupContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var presets = new PresetRules(context.ReadConfiguration(PresetFolder, ".preset").Select(f => f.Text));
        new UnitEnabler(context.Tree, Name).Apply(presets);
        UnixPath target = UnitCatalog.VendorFolder / DefaultTarget;
        if (context.Tree.Contains(target))
        {
            context.Provide(Entry.SymbolicLink(UnitCatalog.ConfigurationFolder / "default.target",
                target.ToString(), Origin.Generated(Name, "a device has no graphical session by default")));
        }
    }
}
