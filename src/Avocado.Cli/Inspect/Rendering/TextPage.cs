using System.Text;
using Spectre.Console;

namespace Avocado.Cli.Inspect.Rendering;

/// <summary>Headings, rows and tables on a console, the same everywhere in a report.</summary>
/// <param name="console">Where they go.</param>
internal sealed class TextPage(IAnsiConsole console)
{
    private const int Indent = 2;

    private Grid? _grid;
    private int _indent = Indent;

    /// <summary>A heading with an empty line before it.</summary>
    /// <param name="markup">In Spectre's markup, escaped.</param>
    public void Heading(string markup)
    {
        Flush();
        _indent = Indent;
        console.WriteLine();
        console.MarkupLine(markup);
    }

    /// <summary>A part of what the heading names; rows behind it belong to it.</summary>
    /// <param name="markup">In Spectre's markup, escaped.</param>
    public void Part(string markup)
    {
        Line(markup);
        _indent = 2 * Indent;
    }

    /// <summary>A name and its value; rows that follow each other are aligned.</summary>
    /// <param name="name">A few words of ours.</param>
    /// <param name="markup">In Spectre's markup, escaped.</param>
    public void Row(string name, string markup)
    {
        _grid ??= new Grid()
            .AddColumn(new GridColumn().NoWrap().PadLeft(_indent).PadRight(2))
            .AddColumn(new GridColumn().PadLeft(0).PadRight(0));
        _grid.AddRow($"[dim]{name}[/]", markup);
    }

    /// <summary>A line below the heading.</summary>
    public void Line(string markup)
    {
        Flush();
        console.MarkupLine("  " + markup);
    }

    /// <summary>
    /// A table without lines, a row on each line: a narrow terminal gets fewer columns, never broken cells.
    /// </summary>
    /// <param name="columns">In order; of the optional ones the last are left out first.</param>
    /// <param name="rows">Cells in Spectre's markup, escaped.</param>
    public void Table(TextColumn[] columns, IEnumerable<string[]> rows)
    {
        Flush();
        string[] heading = [.. columns.Select(c => $"[dim]{c.Name}[/]")];
        List<string[]> lines = [heading, .. rows];
        int[] widths = [.. columns.Select((_, i) => lines.Max(line => WidthOf(line[i])))];
        List<int> shown = [.. Enumerable.Range(0, columns.Length)];
        while (shown.Sum(i => Indent + widths[i]) > console.Profile.Width
            && shown.FindLastIndex(i => columns[i].IsOptional) is var last and >= 0)
        {
            shown.RemoveAt(last);
        }
        foreach (string[] line in lines)
        {
            var text = new StringBuilder();
            foreach (int i in shown)
            {
                string blanks = new(' ', widths[i] - WidthOf(line[i]));
                text.Append(' ', Indent).Append(columns[i].IsRight ? blanks : "").Append(line[i])
                    .Append(columns[i].IsRight || i == shown[^1] ? "" : blanks);
            }
            console.MarkupLine(text.ToString());
        }
    }

    private static int WidthOf(string markup) => Markup.Remove(markup).EnumerateRunes().Count();

    /// <summary>Writes what is held back to be aligned.</summary>
    public void Flush()
    {
        if (_grid is not null)
        {
            console.Write(_grid);
            _grid = null;
        }
    }
}
