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
        ImmutableArray<Overlay>.Builder overlays = ImmutableArray.CreateBuilder<Overlay>();
        // One folder may go into several images.
        foreach (ItemReader item in context.Items(PublicItem.Overlay, task.Overlays))
        {
            string? into = item.Into(extensions);
            if (item.ExistingPath("folder", Directory.Exists) is { } folder)
            {
                overlays.Add(new Overlay(folder, RelativeName(folder), into, item.Flag("Replace", false),
                    ModeRules(item), item.Flag("HostModes", true), item.Location));
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
            var item = new ItemReader(context, PublicItem.ProjectReference.Name, reference);
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
            ITaskItem? output = task.AppOutputs.FirstOrDefault(
                o => context.FullPath(o.GetMetadata("ProjectFile")) == project);
            string? folder = output is null ? null : context.FullPath(output.ItemSpec);
            if (!Directory.Exists(folder))
            {
                item.Report(Codes.AppNotPublished, name);
                continue;
            }
            apps.Add(new AppPayload(name, folder, output!.GetMetadata("AssemblyName"), into,
                Unit(item, name), item.Location));
        }
        return apps.ToImmutable();
    }

    public ImmutableArray<SystemUnit> Units(ITaskItem[] items)
    {
        ImmutableArray<SystemUnit>.Builder units = ImmutableArray.CreateBuilder<SystemUnit>();
        foreach (ItemReader item in context.DistinctItems(PublicItem.SystemUnit, items))
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
        foreach (ItemReader item in context.DistinctItems(PublicItem.HealthCheck, items))
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

    // "usr/bin/**=0755;etc/secret=0600"
    private static ImmutableArray<ModeRule> ModeRules(ItemReader item)
    {
        ImmutableArray<ModeRule>.Builder rules = ImmutableArray.CreateBuilder<ModeRule>();
        foreach (string text in item.List("Modes"))
        {
            int equals = text.LastIndexOf('=');
            if (equals > 0 && OctalMode(text.AsSpan(equals + 1)) is { } mode)
            {
                rules.Add(new ModeRule(text[..equals].Trim(), mode));
            }
            else
            {
                item.ReportAt("Modes", Codes.BadValue, $"Modes of Overlay '{item.Name}'", text,
                    "PATTERN=MODE with an octal mode, such as usr/bin/**=0755");
            }
        }
        return rules.ToImmutable();
    }

    private static ushort? OctalMode(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        int mode = 0;
        foreach (char c in text)
        {
            if (c is < '0' or > '7')
            {
                return null;
            }
            mode = (mode << 3) | (c - '0');
        }
        return text.Length is 3 or 4 ? (ushort)mode : null;
    }

    // What messages and origins call the overlay: the same on every host and in every clone.
    private string RelativeName(string folder) =>
        Path.GetRelativePath(context.ProjectFolder, folder).Replace('\\', '/');
}
