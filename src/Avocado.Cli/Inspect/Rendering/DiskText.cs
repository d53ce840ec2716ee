using System.Globalization;
using Avocado.Cli.Inspect.Model;

namespace Avocado.Cli.Inspect.Rendering;

/// <summary>A disk for people.</summary>
internal static class DiskText
{
    /// <summary>Writes partitions, boot files and volumes.</summary>
    public static void Write(DiskReport disk, TextPage page)
    {
        string backup = disk.BackupProblem is null ? "backup table agrees" : "[red]backup table differs[/]";
        page.Heading($"[bold]Partitions[/]  [dim]GPT {disk.Id}, sectors of {disk.SectorSize} bytes, {backup}[/]");
        page.Table(
            [
                new TextColumn("#", IsRight: true),
                new TextColumn("label"),
                new TextColumn("type"),
                new TextColumn("offset", IsRight: true, IsOptional: true),
                new TextColumn("size", IsRight: true),
                new TextColumn("content"),
                new TextColumn("flags"),
                new TextColumn("id", IsOptional: true),
            ],
            disk.Partitions.Select(Cells));
        foreach (BootPartitionReport boot in disk.BootPartitions)
        {
            Write(boot, page);
        }
        foreach (VolumeReport volume in disk.Volumes)
        {
            VolumeText.Write(volume, page);
        }
        WriteExtensions(disk, page);
    }

    private static string[] Cells(PartitionReport partition) =>
    [
        partition.Number.ToString(CultureInfo.InvariantCulture),
        SafeText.Escape(partition.Label),
        SafeText.Escape(partition.TypeName ?? partition.Type.ToString()),
        Words.Size(partition.Offset),
        Words.Size(partition.Size),
        partition.IsFree ? "[dim]free slot[/]" : SafeText.Escape(partition.Content ?? "-"),
        partition.IsReadOnly ? "ro" : "",
        $"[dim]{partition.Id}[/]",
    ];

    private static void Write(BootPartitionReport boot, TextPage page)
    {
        page.Heading($"[bold]Boot partition {boot.Partition}[/]  {SafeText.Escape(boot.Label)}, "
            + Words.Count(boot.Files.Length, "file"));
        foreach (BootFileReport file in boot.Files)
        {
            page.Part($"[bold]{SafeText.Escape(file.Path)}[/]  [dim]{Words.Size(file.Size)}[/]");
            if (file.Efi is { } efi)
            {
                EfiText.Write(efi, page, withSections: efi.Kind == EfiKind.Uki);
            }
            if (file.Text is { } text)
            {
                page.Row("text", SafeText.Escape(string.Join("; ",
                    text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))));
            }
        }
    }

    private static void WriteExtensions(DiskReport disk, TextPage page)
    {
        var extensions = disk.Volumes
            .SelectMany(v => v.Extensions.Select(e => (Volume: v, Extension: e))).ToList();
        if (extensions.Count > 0)
        {
            page.Heading("[bold]Extensions[/]");
            page.Table(
                [
                    new TextColumn("name"),
                    new TextColumn("types"),
                    new TextColumn("in partition"),
                    new TextColumn("size", IsRight: true),
                    new TextColumn("hash tree"),
                    new TextColumn("signature"),
                    new TextColumn("signed by", IsOptional: true),
                    new TextColumn("modes", IsOptional: true),
                ],
                extensions.Select(e => Cells(e.Volume, e.Extension)));
        }
        var modes = disk.Volumes.SelectMany(v => v.Modes.Select(m => (Volume: v, Mode: m))).ToList();
        if (modes.Count > 0)
        {
            page.Heading("[bold]Boot modes[/]");
            foreach ((VolumeReport volume, ModeReport mode) in modes.OrderByDescending(m => m.Mode.IsDefault))
            {
                string merged = mode.Extensions.IsEmpty ? "no extensions"
                    : "merges " + string.Join(", ", mode.Extensions.Select(e => SafeText.Escape(e.Name)));
                string chosen = AddonOf(disk, mode) is { } addon ? $", chosen by {SafeText.Escape(addon.Path)}" : "";
                page.Row(SafeText.Escape(mode.Name) + (mode.IsDefault ? " (default)" : ""),
                    $"{merged} [dim](listed in partition {volume.DataPartition}{chosen})[/]");
            }
        }
    }

    private static BootFileReport? AddonOf(DiskReport disk, ModeReport mode) => disk.BootPartitions
        .SelectMany(b => b.Files)
        .FirstOrDefault(f => f.Efi is { Kind: EfiKind.Addon, CommandLine: { } line }
            && line.Split(' ').Contains("avocado.mode=" + mode.Name));

    private static string[] Cells(VolumeReport volume, ExtensionReport extension)
    {
        VolumeReport? inner = extension.Disk?.Volumes.FirstOrDefault();
        return
        [
            SafeText.Escape(extension.Name),
            SafeText.Escape(string.Join(", ", inner?.Extension?.Types ?? [])),
            $"{volume.DataPartition} ({SafeText.Escape(volume.Name)})",
            Words.Size(extension.Size),
            extension.Disk is null ? Words.Of(Verdict.Damaged)
                : inner?.Verity is { } verity ? Words.Of(verity.Verdict)
                : "none",
            inner?.Verity?.Signature is { } signature
                ? Words.Of(signature.Verdict)
                : Words.Of(Verdict.NotSigned),
            SafeText.Escape(inner?.Verity?.Signature?.Signer ?? ""),
            SafeText.Escape(string.Join(", ", extension.Modes)),
        ];
    }
}
