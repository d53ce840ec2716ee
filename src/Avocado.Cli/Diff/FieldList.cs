using System.Collections.Immutable;
using System.Globalization;
using Avocado.Cli.Diff.Model;

namespace Avocado.Cli.Diff;

/// <summary>Gathers properties that differ.</summary>
internal sealed class FieldList
{
    private readonly ImmutableArray<FieldDiff>.Builder _fields = ImmutableArray.CreateBuilder<FieldDiff>();

    public bool IsEmpty => _fields.Count == 0;

    public ImmutableArray<FieldDiff> ToImmutable() => _fields.ToImmutable();

    /// <summary>Adds a property when its values differ.</summary>
    public void Add(string name, string? old, string? @new)
    {
        if (!string.Equals(old, @new, StringComparison.Ordinal))
        {
            AddAlways(name, old, @new);
        }
    }

    /// <summary>Adds a number when it differs.</summary>
    public void Add(string name, long old, long @new) => Add(
        name, old.ToString(CultureInfo.InvariantCulture), @new.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds a property that differs, whatever its values are.</summary>
    public void AddAlways(string name, string? old = null, string? @new = null) =>
        _fields.Add(new FieldDiff(name, old, @new));

    /// <summary>Adds all properties of two lists of them.</summary>
    /// <param name="olds">By name.</param>
    /// <param name="news">By name.</param>
    public void AddAll(IReadOnlyDictionary<string, string> olds, IReadOnlyDictionary<string, string> news)
    {
        foreach (string name in olds.Keys.Union(news.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            Add(name, olds.GetValueOrDefault(name), news.GetValueOrDefault(name));
        }
    }

    /// <summary>One property, when its values differ.</summary>
    public static ImmutableArray<FieldDiff> Of(string name, string? old, string? @new)
    {
        var fields = new FieldList();
        fields.Add(name, old, @new);
        return fields.ToImmutable();
    }

    /// <summary>What is worth knowing of something that only one image has.</summary>
    public static ImmutableArray<FieldDiff> OneSided(
        bool isNew, params ReadOnlySpan<(string Name, string? Value)> properties)
    {
        var fields = ImmutableArray.CreateBuilder<FieldDiff>();
        foreach ((string name, string? value) in properties)
        {
            if (value is not null)
            {
                fields.Add(isNew ? new FieldDiff(name, New: value) : new FieldDiff(name, Old: value));
            }
        }
        return fields.ToImmutable();
    }
}
