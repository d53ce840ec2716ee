using System.Collections.Immutable;
using Avocado.Files.Diagnostics;
using Avocado.Images.Model;
using Microsoft.Build.Framework;

namespace Avocado.Sdk.Tasks.Reading;

/// <summary>BootMode items; a project without any has one, "production", with every extension.</summary>
internal sealed class BootModeReader(ReadingContext context, IReadOnlyCollection<string> extensions)
{
    public ImmutableArray<BootMode> Read(ITaskItem[] items)
    {
        ImmutableArray<BootMode>.Builder modes = ImmutableArray.CreateBuilder<BootMode>();
        foreach (ItemReader item in context.DistinctItems(PublicItem.BootMode, items))
        {
            item.Named(NameRule.Plain, "boot mode");
            ImmutableArray<string> merged = item.List("Extensions");
            foreach (string name in merged.Where(n => !extensions.Contains(n)))
            {
                item.ReportAt("Extensions", Codes.UnknownExtension, item.Type, item.Name, name,
                    Nearest.Suggest(name, extensions));
            }
            foreach (string name in merged.GroupBy(n => n).Where(g => g.Count() > 1).Select(g => g.Key))
            {
                item.ReportAt("Extensions", Codes.DuplicateItem, $"extension in BootMode '{item.Name}'", name);
            }
            modes.Add(new BootMode(item.Name, merged, item.Flag("Default", false), item.Location));
        }
        return modes.Count switch
        {
            0 => [new BootMode("production", [.. extensions], IsDefault: true)],
            // There is nothing to choose from.
            1 => [modes[0] with { IsDefault = true }],
            _ => WithOneDefault(modes.ToImmutable()),
        };
    }

    private ImmutableArray<BootMode> WithOneDefault(ImmutableArray<BootMode> modes)
    {
        BootMode[] defaults = [.. modes.Where(m => m.IsDefault)];
        if (defaults.Length == 0)
        {
            context.Found.Add(Codes.NoDefaultMode, modes[0].Location, string.Join(", ", modes.Select(m => m.Name)));
        }
        else if (defaults.Length > 1)
        {
            context.Found.Add(Codes.SeveralDefaultModes, defaults[1].Location, defaults[0].Name, defaults[1].Name);
        }
        return modes;
    }
}
