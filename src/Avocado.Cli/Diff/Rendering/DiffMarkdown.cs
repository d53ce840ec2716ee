using Avocado.Cli.Diff.Model;
using Avocado.Cli.Inspect.Model;
using Avocado.Cli.Inspect.Rendering;

namespace Avocado.Cli.Diff.Rendering;

/// <summary>
/// A comparison as GitHub-flavoured Markdown. Text from an image stands in code spans, where it can neither format
/// anything, nor link, nor call people.
/// </summary>
internal static class DiffMarkdown
{
    /// <summary>Longer tables are folded.</summary>
    private const int MostOpenRows = 20;

    /// <summary>Writes a report.</summary>
    public static void Write(DiffReport report, TextWriter output)
    {
        void Line(string text = "")
        {
            output.Write(text);
            output.Write('\n');
        }
        Line($"## {Code(report.Old.Name)} → {Code(report.New.Name)}");
        Line();
        if (report.Identical)
        {
            Line("Identical: both have the same bytes.");
            return;
        }
        WriteFields(report.Disk, Line);
        if (!report.Partitions.IsEmpty)
        {
            Write(new DiffTable("Partitions", report.Partitions), Line);
        }
        foreach (PartDiff part in report.Parts)
        {
            Line($"### {Code(part.Name.Length == 0 ? report.New.Name : part.Name)}");
            Line();
            WriteFields(part.Fields, Line);
            foreach (DiffTable table in DiffTable.Of(part))
            {
                Write(table, Line);
            }
        }
        if (!report.Notes.IsEmpty)
        {
            Line("### Not looked at");
            Line();
            foreach (Note note in report.Notes)
            {
                Line($"- {(note.Where.Length == 0 ? "" : Code(note.Where) + ": ")}{Code(note.Message)}");
            }
            Line();
        }
    }

    private static void WriteFields(IReadOnlyCollection<FieldDiff> fields, Action<string> line)
    {
        foreach (FieldDiff field in fields)
        {
            line($"- {Code(field.Name)}: {DiffTable.ValueOf(field, Code) ?? "changed"}");
        }
        if (fields.Count > 0)
        {
            line("");
        }
    }

    private static void Write(DiffTable table, Action<string> line)
    {
        bool isFolded = table.Items.Length > MostOpenRows;
        string title = $"{table.Title}: {table.Summary()}";
        line(isFolded ? $"<details><summary>{title}</summary>" : $"**{title}**");
        line("");
        line("| | name | size | what |");
        line("|---|---|---:|---|");
        foreach (ItemDiff item in table.Items.Take(DiffTable.MostRows))
        {
            line($"| {DiffTable.WordOf(item.Change)} | {Code(item.Name)} | {DiffTable.SizeOf(item)} "
                + $"| {DiffTable.DetailOf(item, Code)} |");
        }
        line("");
        if (table.Items.Length > DiffTable.MostRows)
        {
            line($"and {table.Items.Length - DiffTable.MostRows} more");
            line("");
        }
        if (isFolded)
        {
            line("</details>");
            line("");
        }
    }

    /// <summary>A code span that ends where the text does, also within a table.</summary>
    private static string Code(string text)
    {
        string clean = SafeText.Clean(text).Replace("|", "\\|", StringComparison.Ordinal);
        int longest = 0;
        int run = 0;
        foreach (char character in clean)
        {
            run = character == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }
        string fence = new('`', longest + 1);
        // A span must not be empty, and must not begin or end with its own mark.
        return clean.Length == 0 ? "(empty)"
            : longest == 0 && clean[0] != ' ' && clean[^1] != ' ' ? $"{fence}{clean}{fence}"
            : $"{fence} {clean} {fence}";
    }
}
