using System.CommandLine;
using System.CommandLine.Help;
using Avocado.Cli.Diff.Model;
using Avocado.Cli.Diff.Rendering;
using Avocado.Cli.Inspect.Rendering;
using Avocado.Cli.Inspect.Trees;

namespace Avocado.Cli.Diff;

/// <summary><c>avocado diff OLD NEW</c>: says what differs between two images.</summary>
internal static class DiffCommand
{
    /// <summary>The exit code of images that differ, as diff(1) has it.</summary>
    public const int Different = 1;

    /// <summary>The exit code when images cannot be compared, as diff(1) has it.</summary>
    public const int Trouble = CommandErrors.Usage;

    private const string Remarks =
        """
        Compares two disk images, extension images (.raw), EFI executables (.efi), SquashFS or initrds, also those that
        another tool made: partitions, packages, files, EFI sections, kernel command lines, who signed what and whom it
        makes the device trust. Partitions, boot files and extensions belong together by their names; a version in a
        name does not count.

        Exit code: 0 both have the same bytes; 1 they differ; 2 the command line is wrong, or an image cannot be read.
        """;

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var oldImage = new Argument<FileInfo>("old") { Description = "The old image." };
        oldImage.AcceptExistingOnly();
        var newImage = new Argument<FileInfo>("new") { Description = "The new image." };
        newImage.AcceptExistingOnly();
        var json = new Option<bool>("--json") { Description = "One JSON object instead of text." };
        var markdown = new Option<bool>("--markdown") { Description = "Markdown, for pull requests." };
        var trees = new Option<string[]>("--tree")
        {
            Description = "A .tree file, or the folder obj/CONFIGURATION/BOARD/image that has them: which packages an "
                + "image has. Give those of both builds.",
            HelpName = "path",
        };
        var command = new Command(
            "diff", "Says what differs between two images: partitions, packages, files, boot images, keys.")
        {
            oldImage, newImage, json, markdown, trees, new HelpOption { Action = new RemarksHelp(Remarks) },
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(markdown))
            {
                result.AddError("--json and --markdown cannot be given together.");
            }
        });
        command.SetAction((result, cancellation) => Task.Run(
            () => Run(
                result.GetRequiredValue(oldImage).FullName, result.GetRequiredValue(newImage).FullName,
                result.GetValue(trees) ?? [],
                result.GetValue(json) ? ReportJson.Show : result.GetValue(markdown) ? WriteMarkdown : WriteText,
                cancellation),
            cancellation));
        return command;
    }

    private static int Run(
        string oldPath, string newPath, string[] trees, Action<DiffReport> write, CancellationToken cancellation)
    {
        try
        {
            var options = new DiffOptions { Trees = TreeCatalog.Load(trees) };
            DiffReport report = ImageDiffer.Compare(oldPath, newPath, options, cancellation);
            write(report);
            return report.Identical ? 0 : Different;
        }
        catch (Exception error) when (CommandErrors.IsExpected(error))
        {
            CommandErrors.Show(error);
            return Trouble;
        }
    }

    private static void WriteMarkdown(DiffReport report) => DiffMarkdown.Write(report, Console.Out);

    private static void WriteText(DiffReport report) => PlainConsole.Show(console => DiffText.Write(report, console));
}
