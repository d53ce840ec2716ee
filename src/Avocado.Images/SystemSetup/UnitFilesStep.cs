using System.Text;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Images.HostFiles;
using Avocado.Images.Model;
using Avocado.Images.SystemSetup.Units;

namespace Avocado.Images.SystemSetup;

/// <summary>
/// Puts the project's own units into the root file system, and the presets: first what the project says of its
/// units, late what this SDK leaves out of the distribution's presets, last <c>disable *</c>, because systemd enables
/// what no preset names.
/// </summary>
public sealed class UnitFilesStep : ISystemSetupStep
{
    private const string Disabled =
        """
        # A device is not a desktop: what the distribution would enable and a device does not want.
        # A preset file of the project that sorts before this one decides otherwise.
        # The image update owns the EFI system partition.
        disable systemd-boot-update.service
        # Accounts are locked; a serial console gets its login from the command line's console=.
        disable getty@.service
        disable machines.target
        disable systemd-homed*
        disable systemd-journald-audit.socket
        disable systemd-mountfsd.socket
        disable systemd-nsresourced.socket
        disable systemd-userdbd.socket

        """;

    private const string DisableRest = "# systemd enables what no preset names.\ndisable *\n";

    private static readonly UnixPath PresetFolder = "usr/lib/systemd/system-preset";

    /// <inheritdoc/>
    public string Name => "units";

    /// <inheritdoc/>
    public void Apply(SystemSetupContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        foreach (SystemUnit unit in context.Project.Units.Where(u => u.Into is null))
        {
            context.Tree.Add(EntryOf(unit));
        }
        Provide(context, "10-avocado.preset", ProjectPreset(context.Project));
        Provide(context, "80-avocado.preset", Disabled);
        Provide(context, "99-avocado.preset", DisableRest);
    }

    /// <summary>A unit of the project as an entry.</summary>
    /// <exception cref="AvocadoException">AVO0524: a bad name. AVO0501: there is no such file.</exception>
    public static Entry EntryOf(SystemUnit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        if (!UnitName.IsValid(unit.Name))
        {
            throw Codes.BadUnit.ErrorAt(unit.Location, unit.Name,
                "a unit's name has letters, digits, ':', '-', '_', '.' and '@' and ends in a type such as .service");
        }
        var origin = new Origin(OriginKind.Overlay, unit.Name, Reason: "unit of the project");
        return HostFolderReader.ReadFile(
            unit.HostFile, UnitCatalog.VendorFolder / UnixPath.Parse(unit.Name), origin, unit.Location);
    }

    private void Provide(SystemSetupContext context, string name, string text) => context.Provide(Entry.File(
        PresetFolder / UnixPath.Parse(name), Content.Text(text), Origin.Generated(Name, "presets of the product")));

    private static string ProjectPreset(ImageProject project)
    {
        var text = new StringBuilder("# The project's units and apps.\n");
        foreach (SystemUnit unit in project.Units.Where(u => u.Into is null)
            .OrderBy(u => u.Name, StringComparer.Ordinal))
        {
            text.Append(unit.Enable ? "enable " : "disable ").Append(unit.Name).Append('\n');
        }
        foreach (string name in project.Apps.Where(a => a is { Into: null, Unit: not null })
            .Select(a => a.Unit!.Name).Order(StringComparer.Ordinal))
        {
            text.Append("enable ").Append(name).Append(".service\n");
        }
        return text.ToString();
    }
}
