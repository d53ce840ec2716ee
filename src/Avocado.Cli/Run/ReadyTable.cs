using Avocado.Devices;
using Spectre.Console;

namespace Avocado.Cli.Run;

/// <summary>What the device said of itself, as a table.</summary>
internal static class ReadyTable
{
    /// <summary>Shows it on the terminal.</summary>
    public static void Show(DeviceReport report)
    {
        Table table = new Table().RoundedBorder().HideHeaders().AddColumns("", "");
        table.AddRow("image", Markup.Escape($"{report.Image} {report.Version}"));
        table.AddRow("mode", Markup.Escape(report.Mode));
        table.AddRow("root hash", Markup.Escape(report.RootHash));
        table.AddRow("secure boot", report.IsSecureBoot ? "[green]enforced[/]" : "[yellow]off[/]");
        table.AddRow("var", report.IsVarEncrypted ? "encrypted to the TPM" : "plain");
        table.AddRow("extensions", Markup.Escape(string.Join(", ", report.Extensions)));
        foreach (RefusedExtension refused in report.Refused)
        {
            table.AddRow("refused", $"[red]{Markup.Escape(refused.Name)}[/] ({Markup.Escape(refused.Reason)})");
        }
        table.AddRow("failed units", report.FailedCount == 0
            ? "[green]none[/]"
            : $"[red]{Markup.Escape(string.Join(", ", report.FailedUnits))}[/]");
        AnsiConsole.WriteLine();
        AnsiConsole.Write(table);
    }
}
