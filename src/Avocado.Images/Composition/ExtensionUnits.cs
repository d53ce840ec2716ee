using System.Text;
using Avocado.Files;
using Avocado.Images.Model;
using Avocado.Images.SystemSetup;
using Avocado.Images.SystemSetup.Units;

namespace Avocado.Images.Composition;

/// <summary>
/// Units in extensions. When an extension merges, the transaction of the boot is already queued: a link below
/// <c>multi-user.target.wants</c> would come too late. After the merge systemd reads units anew, and a target that
/// <em>upholds</em> a unit starts it then: so a drop-in of the target takes the place of the link.
/// </summary>
public static class ExtensionUnits
{
    /// <summary>Puts a unit of the project into an extension; has its targets start it when it asks for that.</summary>
    /// <exception cref="Avocado.Files.Diagnostics.AvocadoException">AVO0501: no such file. AVO0524: a bad name.</exception>
    public static void AddTo(FileTreeBuilder content, Extension extension, SystemUnit unit)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(extension);
        ArgumentNullException.ThrowIfNull(unit);
        content.Add(UnitFilesStep.EntryOf(unit));
        if (unit.Enable)
        {
            Enable(content, extension, unit.Name);
        }
    }

    /// <summary>Has the targets that a unit of the extension names in [Install] start it.</summary>
    /// <param name="content">The extension's content; holds the unit.</param>
    /// <param name="extension">The extension.</param>
    /// <param name="unit">The unit's name.</param>
    /// <exception cref="Avocado.Files.Diagnostics.AvocadoException">AVO0524: its [Install] is bad.</exception>
    public static void Enable(FileTreeBuilder content, Extension extension, string unit)
    {
        ArgumentNullException.ThrowIfNull(extension);
        if (new UnitCatalog(content).Find(unit) is not { } found)
        {
            return;
        }
        Origin origin = Origin.Generated("unit enablement", $"starts {unit} when {extension.Name} is merged");
        InstallSection install = found.Install;
        string started = UnitName.IsTemplate(unit) && install.DefaultInstance is { } instance
            ? UnitName.WithInstance(unit, UnitSpecifiers.Expand(instance, unit))
            : unit;
        foreach (string target in install.WantedBy.Concat(install.RequiredBy).Concat(install.UpheldBy)
            .Select(t => UnitSpecifiers.Expand(t, unit)).Where(UnitName.IsValid).Distinct(StringComparer.Ordinal))
        {
            content.Add(Entry.File(DropInPath(target, extension, unit),
                Content.Bytes(Encoding.UTF8.GetBytes($"[Unit]\nUpholds={started}\n")), origin));
        }
        foreach (string alias in install.Alias.Select(a => UnitSpecifiers.Expand(a, unit)).Where(UnitName.IsValid))
        {
            content.Add(Entry.SymbolicLink(UnitCatalog.VendorFolder / UnixPath.Parse(alias), unit, origin));
        }
    }

    /// <summary>Where the drop-in lies by which a target starts a unit of an extension.</summary>
    public static UnixPath DropInPath(string target, Extension extension, string unit)
    {
        ArgumentNullException.ThrowIfNull(extension);
        UnixPath folder = UnitCatalog.VendorFolder / UnixPath.Parse(target + ".d");
        return folder / UnixPath.Parse($"10-{extension.Name}-{unit}.conf");
    }
}
