using System.Collections.Immutable;
using Avocado.Files.Diagnostics;
using Avocado.Images.Model;
using Microsoft.Build.Framework;

namespace Avocado.Sdk.Tasks.Reading;

/// <summary>What a project itself puts into its images: overlays, apps, units, health checks.</summary>
/// <param name="extensions">Names that Into may say.</param>
internal sealed class ContentReader(ReadingContext context, IReadOnlyCollection<string> extensions)
{
    public ImmutableArray<Overlay> Overlays(BuildDeviceImage task)
    {
        ItemReader[] rules = [.. context.Items("OverlayMode", task.OverlayModes, "Mode", "Overlay")];
        ImmutableArray<Overlay>.Builder overlays = ImmutableArray.CreateBuilder<Overlay>();
        foreach (ItemReader item in context.DistinctItems("Overlay", task.Overlays, "Into", "Replace", "HostModes"))
        {
            string? into = item.Into(extensions);
            if (item.ExistingPath("folder", Directory.Exists) is { } folder)
            {
                overlays.Add(new Overlay(folder, RelativeName(folder), into, item.Flag("Replace", false),
                    ModeRules(rules, folder), item.Flag("HostModes", true), item.Location));
            }
        }
        foreach (ItemReader rule in rules)
        {
            Mode(rule, report: true);
            if (rule.Text("Overlay") is { } name
                && !task.Overlays.Any(o => context.FullPath(o.ItemSpec) == context.FullPath(name)))
            {
                rule.ReportAt("Overlay", Codes.BadValue, $"Overlay of OverlayMode '{rule.Name}'", name,
                    "the Include of an Overlay");
            }
        }
        return overlays.ToImmutable();
    }

    public ImmutableArray<AppPayload> Apps(BuildDeviceImage task)
    {
        ImmutableArray<AppPayload>.Builder apps = ImmutableArray.CreateBuilder<AppPayload>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (ITaskItem reference in task.ProjectReferences)
        {
            // Other SDKs put metadata of their own on references, so unknown ones are not reported here.
            var item = new ItemReader(context, "ProjectReference", reference);
            string? into = item.Into(extensions);
            if (item.ExistingPath("project", File.Exists) is not { } project)
            {
                continue;
            }
            string name = Path.GetFileNameWithoutExtension(project);
            if (!names.Add(name))
            {
                item.Report(Codes.DuplicateItem, "app", name);
            }
            ITaskItem? output = task.AppOutputs.FirstOrDefault(o => context.FullPath(o.GetMetadata("ProjectFile")) == project);
            if (output is null || !Directory.Exists(output.ItemSpec))
            {
                item.Report(Codes.AppNotPublished, name);
                continue;
            }
            apps.Add(new AppPayload(name, context.FullPath(output.ItemSpec), output.GetMetadata("AssemblyName"), into,
                Unit(item, name), item.Location));
        }
        return apps.ToImmutable();
    }

    public ImmutableArray<SystemUnit> Units(ITaskItem[] items)
    {
        ImmutableArray<SystemUnit>.Builder units = ImmutableArray.CreateBuilder<SystemUnit>();
        foreach (ItemReader item in context.DistinctItems("SystemUnit", items, "Into", "Enable"))
        {
            string? into = item.Into(extensions);
            if (item.ExistingPath("unit file", File.Exists) is not { } file)
            {
                continue;
            }
            string name = Path.GetFileName(file);
            if (!NameRule.Unit.Allows(name))
            {
                item.Report(Codes.BadName, "unit", name, NameRule.Unit.Description);
            }
            units.Add(new SystemUnit(file, name, into, item.Flag("Enable", true), item.Location));
        }
        return units.ToImmutable();
    }

    public ImmutableArray<HealthCheck> HealthChecks(ITaskItem[] items)
    {
        ImmutableArray<HealthCheck>.Builder checks = ImmutableArray.CreateBuilder<HealthCheck>();
        foreach (ItemReader item in context.DistinctItems("HealthCheck", items, "Required"))
        {
            item.Named(NameRule.Unit, "health check");
            checks.Add(new HealthCheck(item.Name, item.Flag("Required", true)));
        }
        return checks.ToImmutable();
    }

    private static AppUnit? Unit(ItemReader item, string projectName)
    {
        if (!item.Flag("Unit", true))
        {
            return null;
        }
        string name = item.Text("UnitName") ?? projectName.ToLowerInvariant().Replace('.', '-');
        if (!NameRule.UnitStem.Allows(name))
        {
            item.Report(Codes.BadName, "unit", name, NameRule.UnitStem.Description);
        }
        string description = item.Text("Description") ?? projectName;
        if (description.Any(char.IsControl))
        {
            item.ReportAt("Description", Codes.BadValue, $"Description of {item.Type} '{item.Name}'", description,
                "one line of text");
        }
        return new AppUnit(name, description, item.Flag("Network", false), item.Flag("Devices", false));
    }

    private ImmutableArray<ModeRule> ModeRules(ItemReader[] rules, string folder) =>
    [
        .. rules
            .Where(r => r.Text("Overlay") is not { } name || context.FullPath(name) == folder)
            .Select(r => (r.Name, Mode: Mode(r, report: false)))
            .Where(r => r.Mode is not null)
            .Select(r => new ModeRule(r.Name, r.Mode!.Value)),
    ];

    private static ushort? Mode(ItemReader rule, bool report)
    {
        string? text = rule.Text("Mode");
        ushort mode = 0;
        bool read = text is { Length: >= 3 and <= 4 };
        foreach (char c in read ? text! : "")
        {
            read &= c is >= '0' and <= '7';
            mode = (ushort)((mode << 3) | (c & 7));
        }
        if (read)
        {
            return mode;
        }
        if (report)
        {
            rule.Report(Codes.BadValue, $"Mode of OverlayMode '{rule.Name}'", text, "an octal mode such as 0755");
        }
        return null;
    }

    // What messages and origins call the overlay: the same on every host and in every clone.
    private string RelativeName(string folder) =>
        Path.GetRelativePath(context.ProjectFolder, folder).Replace('\\', '/');
}
