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

    /// <summary>A table without lines.</summary>
    /// <param name="columns">Headings; one that starts with '&gt;' is aligned to the right.</param>
    /// <param name="rows">Cells in Spectre's markup, escaped.</param>
    public void Table(string[] columns, IEnumerable<string[]> rows)
    {
        Flush();
        var table = new Grid();
        foreach (string column in columns)
        {
            GridColumn cell = new GridColumn().NoWrap().PadLeft(2).PadRight(0);
            table.AddColumn(column.StartsWith('>') ? cell.RightAligned() : cell);
        }
        table.AddRow([.. columns.Select(column => $"[dim]{column.TrimStart('>')}[/]")]);
        foreach (string[] row in rows)
        {
            table.AddRow(row);
        }
        console.Write(table);
    }

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
