using System.Collections.Immutable;

namespace Avocado.Images.SystemSetup.Units;

/// <summary>What a unit asks for when it is enabled; names may hold specifiers.</summary>
public sealed record InstallSection
{
    public ImmutableArray<string> Alias { get; private init; } = [];

    public ImmutableArray<string> WantedBy { get; private init; } = [];

    public ImmutableArray<string> RequiredBy { get; private init; } = [];

    public ImmutableArray<string> UpheldBy { get; private init; } = [];

    public ImmutableArray<string> Also { get; private init; } = [];

    /// <summary>The instance of a template that is enabled without one.</summary>
    public string? DefaultInstance { get; private init; }

    /// <summary>True when enabling does something.</summary>
    public bool HasAny =>
        !(Alias.IsEmpty && WantedBy.IsEmpty && RequiredBy.IsEmpty && UpheldBy.IsEmpty && Also.IsEmpty);

    /// <summary>The section over a unit file and its drop-ins, in order; an empty value clears a list.</summary>
    public static InstallSection Of(IEnumerable<UnitFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var section = new InstallSection();
        foreach ((string _, string key, string value) in files.SelectMany(f => f.Assignments)
            .Where(a => a.Section == "Install"))
        {
            section = key switch
            {
                "Alias" => section with { Alias = Extend(section.Alias, value) },
                "WantedBy" => section with { WantedBy = Extend(section.WantedBy, value) },
                "RequiredBy" => section with { RequiredBy = Extend(section.RequiredBy, value) },
                "UpheldBy" => section with { UpheldBy = Extend(section.UpheldBy, value) },
                "Also" => section with { Also = Extend(section.Also, value) },
                "DefaultInstance" => section with { DefaultInstance = value.Length == 0 ? null : value },
                _ => section,
            };
        }
        return section;
    }

    private static ImmutableArray<string> Extend(ImmutableArray<string> list, string value) =>
        value.Length == 0
            ? []
            : list.AddRange(value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                .Select(v => v.Trim('"', '\'')));
}
