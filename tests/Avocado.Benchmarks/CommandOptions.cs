using System.Globalization;

namespace Avocado.Benchmarks;

/// <summary>"--name value" pairs and "--name" switches.</summary>
internal sealed class CommandOptions
{
    private readonly Dictionary<string, string?> _values;
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    private CommandOptions(Dictionary<string, string?> values) => _values = values;

    /// <summary>Reads a command line.</summary>
    /// <exception cref="ArgumentException">Something is no option.</exception>
    public static CommandOptions Parse(ReadOnlySpan<string> args)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        for (int i = 0; i < args.Length; i++)
        {
            if (!IsName(args[i]))
            {
                throw new ArgumentException($"'{args[i]}' is no option");
            }
            bool hasValue = i + 1 < args.Length && !IsName(args[i + 1]);
            values[args[i]] = hasValue ? args[i + 1] : null;
            i += hasValue ? 1 : 0;
        }
        return new CommandOptions(values);
    }

    /// <summary>An option that must be there.</summary>
    public string Required(string name) => Find(name) ?? throw new ArgumentException($"{name} VALUE is missing");

    /// <summary>An option's value, or null when it is not there.</summary>
    public string? Find(string name)
    {
        _used.Add(name);
        return _values.GetValueOrDefault(name);
    }

    /// <summary>A number, or what it is without the option.</summary>
    public int Number(string name, int otherwise) =>
        Find(name) is { } text ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>True when a switch is there.</summary>
    public bool Has(string name)
    {
        _used.Add(name);
        return _values.ContainsKey(name);
    }

    /// <summary>Refuses options that no command asked for: a misspelt one must not measure something else.</summary>
    public void RequireAllUsed()
    {
        if (_values.Keys.FirstOrDefault(name => !_used.Contains(name)) is { } unknown)
        {
            throw new ArgumentException($"{unknown} is not known here");
        }
    }

    private static bool IsName(string text) => text.StartsWith("--", StringComparison.Ordinal);
}
