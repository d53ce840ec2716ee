using System.Collections.Immutable;

namespace Avocado.Images.SystemSetup.Units;

/// <summary>Names of systemd units (unit-name.c's rules, systemd.unit(5)).</summary>
public static class UnitName
{
    private const int MaxLength = 255;
    private const string NameCharacters = ":-_.\\";

    private static readonly ImmutableHashSet<string> Suffixes = ImmutableHashSet.Create(StringComparer.Ordinal,
        "service", "socket", "device", "mount", "automount", "swap", "target", "path", "timer", "slice", "scope");

    /// <summary>True for a plain name, an instance or a template.</summary>
    public static bool IsValid(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        int dot = name.LastIndexOf('.');
        if (dot <= 0 || name.Length > MaxLength || name[0] == '@' || !Suffixes.Contains(name[(dot + 1)..]))
        {
            return false;
        }
        return name.AsSpan(0, dot).IndexOfAnyExcept(Allowed) < 0;
    }

    /// <summary>"getty@.service": a name that needs an instance.</summary>
    public static bool IsTemplate(string name) => InstanceOf(name) is { Length: 0 };

    /// <summary>"getty@tty1.service".</summary>
    public static bool IsInstance(string name) => InstanceOf(name) is { Length: > 0 };

    /// <summary>What stands between '@' and the suffix; null for a plain name.</summary>
    public static string? InstanceOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        int at = name.IndexOf('@', StringComparison.Ordinal);
        return at < 0 ? null : name[(at + 1)..name.LastIndexOf('.')];
    }

    /// <summary>"getty@.service" of "getty@tty1.service".</summary>
    public static string TemplateOf(string name) => WithInstance(name, "");

    /// <summary>The name with another instance.</summary>
    public static string WithInstance(string name, string instance)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name[..(name.IndexOf('@', StringComparison.Ordinal) + 1)] + instance + SuffixOf(name);
    }

    /// <summary>".service".</summary>
    public static string SuffixOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name[name.LastIndexOf('.')..];
    }

    /// <summary>The part before '@' or the suffix.</summary>
    public static string PrefixOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        int at = name.IndexOf('@', StringComparison.Ordinal);
        return name[..(at < 0 ? name.LastIndexOf('.') : at)];
    }

    private static System.Buffers.SearchValues<char> Allowed { get; } = System.Buffers.SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@" + NameCharacters);
}
