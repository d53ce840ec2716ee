using Avocado.Cli.Inspect.Model;
using Spectre.Console;

namespace Avocado.Cli.Inspect.Rendering;

/// <summary>A report for people.</summary>
internal static class ReportText
{
    /// <summary>Writes a report.</summary>
    public static void Write(InspectionReport report, IAnsiConsole console)
    {
        console.MarkupLine(
            $"[bold]{SafeText.Escape(report.Name)}[/]  {Words.Of(report.Kind)}, {Words.Size(report.Size)}");
        var page = new TextPage(console);
        if (report.Disk is { } disk)
        {
            DiskText.Write(disk, page);
        }
        if (report.Efi is { } efi)
        {
            page.Heading("[bold]EFI executable[/]");
            EfiText.Write(efi, page, withSections: true);
        }
        if (report.Volume is { } volume)
        {
            VolumeText.Write(volume, page);
        }
        if (report.Initrd is { } initrd)
        {
            page.Heading("[bold]Initrd[/]");
            EfiText.Write(initrd, page);
        }
        WriteNotes(report, page);
        WriteVerdict(report, page);
        page.Flush();
    }

    private static void WriteNotes(InspectionReport report, TextPage page)
    {
        if (!report.Notes.IsEmpty)
        {
            page.Heading("[bold]Not looked at[/]");
            foreach (Note note in report.Notes)
            {
                page.Line(Place(note.Where) + SafeText.Escape(note.Message));
            }
        }
    }

    private static void WriteVerdict(InspectionReport report, TextPage page)
    {
        if (report.Findings.IsEmpty)
        {
            page.Heading(report.Certificates.IsEmpty
                ? "[green]ok[/]  nothing is damaged; signatures are checked when certificates are given (--help)"
                : "[green]ok[/]  everything that was checked is good");
            return;
        }
        page.Heading($"[red bold]{Words.Count(report.Findings.Length, "problem")}[/]");
        foreach (Finding finding in report.Findings)
        {
            string code = finding.Code is null ? "" : $" [dim]{finding.Code}[/]";
            page.Line($"{Words.Of(finding.Verdict)}  {Place(finding.Where)}{SafeText.Escape(finding.Message)}{code}");
        }
    }

    private static string Place(string where) => where.Length == 0 ? "" : $"[bold]{SafeText.Escape(where)}[/]: ";
}
