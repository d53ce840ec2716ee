using System.Collections.Immutable;

namespace Avocado.Packages.Caching;

/// <summary>What a step of a build made: blobs by name.</summary>
public sealed class ActionResult
{
    /// <summary>More outputs than this are no result.</summary>
    internal const int MaxOutputs = 4096;

    private const int MaxNameLength = 200;

    /// <param name="step">The step, as its key names it.</param>
    /// <param name="version">The step's version.</param>
    /// <param name="outputs">
    /// By name: letters, digits, '.', '-' and '_', beginning with a letter or digit. Every name once.
    /// </param>
    /// <exception cref="ArgumentException">A name is wrong or comes twice.</exception>
    public ActionResult(string step, int version, IEnumerable<KeyValuePair<string, Blob>> outputs)
    {
        Step = step;
        Version = version;
        ImmutableSortedDictionary<string, Blob>.Builder all =
            ImmutableSortedDictionary.CreateBuilder<string, Blob>(StringComparer.Ordinal);
        foreach ((string name, Blob blob) in outputs)
        {
            if (!IsName(name) || !all.TryAdd(name, blob) || all.Count > MaxOutputs)
            {
                throw new ArgumentException($"'{name}' cannot name an output, or is one too many", nameof(outputs));
            }
        }
        Outputs = all.ToImmutable();
    }

    /// <summary>The step that made it.</summary>
    public string Step { get; }

    /// <summary>The step's version.</summary>
    public int Version { get; }

    /// <summary>What was made, by name.</summary>
    public ImmutableSortedDictionary<string, Blob> Outputs { get; }

    /// <summary>An output by its name.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public Blob this[string name] => Outputs[name];

    /// <summary>True for what may name an output.</summary>
    internal static bool IsName(string text) =>
        text.Length is > 0 and <= MaxNameLength
        && char.IsAsciiLetterOrDigit(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
}
