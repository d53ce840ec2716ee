using System.CommandLine;
using System.CommandLine.Help;
using Avocado.Cli.Inspect.Model;
using Avocado.Cli.Inspect.Rendering;
using Avocado.Cli.Inspect.Trees;
using Avocado.Files.Diagnostics;

namespace Avocado.Cli.Inspect;

/// <summary><c>avocado inspect FILE</c>: says what an image is and whether it is what it should be.</summary>
internal static class InspectCommand
{
    private const string Remarks =
        """
        Reads disk images, extension images (.raw), EFI executables (.efi), SquashFS and initrds, also those that
        another tool made. Everything that protects the image is checked: every block against its hash tree, every
        root hash against what names it, every signature against the certificates that are given.

        Exit code: 0 everything that was checked is good; 1 something is damaged, not signed, or signed by someone
        whom no given certificate vouches for; 2 the command line is wrong.
        """;

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var image = new Argument<FileInfo>("image") { Description = "The image." };
        image.AcceptExistingOnly();
        var keys = new Option<FileInfo[]>("--key")
        {
            Description = "A certificate (PEM or DER) whose signatures are good, for EFI executables and root hashes. "
                + "Without certificates signatures are shown, not checked. May be given several times.",
            HelpName = "certificate",
        };
        keys.AcceptExistingOnly();
        var secureBoot = new Option<DirectoryInfo>("--secure-boot")
        {
            Description = "Folder with db.der, as it lies beside a built image: whose EFI executables are good. "
                + "Certificates in the initrd of a good boot image are then good for extensions, as on the device.",
            HelpName = "folder",
        };
        secureBoot.AcceptExistingOnly();
        var json = new Option<bool>("--json") { Description = "One JSON object instead of text." };
        var files = new Option<bool>("--files") { Description = "List every path of the file systems." };
        var tree = new Option<string?>("--tree")
        {
            Description = "A .tree file, or the folder obj/CONFIGURATION/BOARD/image that has them: "
                + "sizes by package instead of by folder.",
            HelpName = "path",
        };
        var command = new Command(
            "inspect", "Says what an image is and checks it: partitions, hash trees, signatures, extensions, sizes.")
        {
            image, keys, secureBoot, json, files, tree, new HelpOption { Action = new RemarksHelp(Remarks) },
        };
        command.SetAction((result, cancellation) =>
        {
            string path = result.GetRequiredValue(image).FullName;
            return ReadOptions() is { } options
                ? Task.Run(() => Run(path, options, result.GetValue(json), cancellation), cancellation)
                : Task.FromResult(CommandErrors.Usage);

            InspectionOptions? ReadOptions()
            {
                try
                {
                    return new InspectionOptions
                    {
                        Trust = TrustStore.Load(
                            (result.GetValue(keys) ?? []).Select(k => k.FullName),
                            result.GetValue(secureBoot)?.FullName),
                        Trees = result.GetValue(tree) is { } place ? TreeCatalog.Load(place) : TreeCatalog.Empty,
                        ListFiles = result.GetValue(files),
                    };
                }
                catch (AvocadoException error)
                {
                    CommandErrors.Show(error);
                    return null;
                }
            }
        });
        return command;
    }

    private static int Run(string path, InspectionOptions options, bool asJson, CancellationToken cancellation)
    {
        InspectionReport report = ImageInspector.Inspect(path, options, cancellation);
        if (asJson)
        {
            ReportJson.Show(report);
        }
        else
        {
            PlainConsole.Show(console => ReportText.Write(report, console));
        }
        return report.Findings.IsEmpty ? 0 : CommandErrors.Failed;
    }
}
