using Avocado.Cli.Diff.Model;
using Avocado.Cli.Inspect.Model;
using Avocado.Cli.Inspect.Rendering;
using Spectre.Console;

namespace Avocado.Cli.Diff.Rendering;

/// <summary>A comparison for people.</summary>
internal static class DiffText
{
    /// <summary>Writes a report.</summary>
    public static void Write(DiffReport report, IAnsiConsole console)
    {
        console.MarkupLine($"[bold]{SafeText.Escape(report.Old.Name)}[/] → [bold]{SafeText.Escape(report.New.Name)}[/]  "
            + (report.Identical ? Words.Size(report.New.Size) : Words.Of(report.Kind)));
        var page = new TextPage(console);
        if (report.Identical)
        {
            page.Heading("[green]identical[/]  both have the same bytes");
            return;
        }
        if (!report.Disk.IsEmpty)
        {
            page.Heading("[bold]Disk[/]");
            WriteFields(report.Disk, page);
        }
        if (!report.Partitions.IsEmpty)
        {
            var table = new DiffTable("Partitions", report.Partitions);
            page.Heading($"[bold]{table.Title}[/]  [dim]{table.Summary()}[/]");
            Write(table, page);
        }
        foreach (PartDiff part in report.Parts)
        {
            page.Heading($"[bold]{SafeText.Escape(part.Name.Length == 0 ? report.New.Name : part.Name)}[/]");
            WriteFields(part.Fields, page);
            foreach (DiffTable table in DiffTable.Of(part))
            {
                page.Line($"[bold]{table.Title}[/]  [dim]{table.Summary()}[/]");
                Write(table, page);
            }
        }
        WriteNotes(report, page);
        page.Flush();
    }

    private static void WriteFields(IEnumerable<FieldDiff> fields, TextPage page)
    {
        foreach (FieldDiff field in fields)
        {
            page.Row(SafeText.Escape(field.Name), DiffTable.ValueOf(field, SafeText.Escape) ?? "[yellow]changed[/]");
        }
    }

    private static void Write(DiffTable table, TextPage page)
    {
        page.Table(
            [
                new TextColumn(""), new TextColumn("name"), new TextColumn("size", IsRight: true),
                new TextColumn("what", IsOptional: true),
            ],
            table.Items.Take(DiffTable.MostRows).Select(item => new[]
            {
                MarkOf(item.Change),
                SafeText.Escape(item.Name),
                DiffTable.SizeOf(item),
                DiffTable.DetailOf(item, SafeText.Escape),
            }));
        if (table.Items.Length > DiffTable.MostRows)
        {
            page.Line($"[dim]and {table.Items.Length - DiffTable.MostRows} more (--json has all)[/]");
        }
    }

    private static void WriteNotes(DiffReport report, TextPage page)
    {
        if (!report.Notes.IsEmpty)
        {
            page.Heading("[bold]Not looked at[/]");
            foreach (Note note in report.Notes)
            {
                page.Line((note.Where.Length == 0 ? "" : $"[bold]{SafeText.Escape(note.Where)}[/]: ")
                    + SafeText.Escape(note.Message));
            }
        }
    }

    private static string MarkOf(ChangeKind change) => change switch
    {
        ChangeKind.Added => "[green]+[/]",
        ChangeKind.Removed => "[red]-[/]",
        _ => "[yellow]~[/]",
    };
}
