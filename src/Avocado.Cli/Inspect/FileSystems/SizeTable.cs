using System.Collections.Immutable;
using Avocado.Cli.Inspect.Model;

namespace Avocado.Cli.Inspect.FileSystems;

/// <summary>Adds sizes up by name.</summary>
internal sealed class SizeTable(bool hasStoredSizes = false)
{
    private readonly Dictionary<string, (int Files, long Size, double Stored)> _rows = new(StringComparer.Ordinal);

    public void Add(string name, int files, long size, double stored = 0)
    {
        (int Files, long Size, double Stored) row = _rows.GetValueOrDefault(name);
        _rows[name] = (row.Files + files, row.Size + size, row.Stored + stored);
    }

    /// <summary>The rows, largest first; names decide between equal sizes.</summary>
    public ImmutableArray<SizeReport> ToReport() =>
    [
        .. _rows.OrderByDescending(r => r.Value.Size).ThenBy(r => r.Key, StringComparer.Ordinal).Select(r =>
            new SizeReport(r.Key, r.Value.Files, r.Value.Size,
                hasStoredSizes ? (long)Math.Round(r.Value.Stored) : null)),
    ];
}
