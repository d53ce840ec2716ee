using System.Collections.Immutable;
using System.Globalization;
using Avocado.Cli.Inspect.Model;

namespace Avocado.Cli.Inspect.Rendering;

/// <summary>A file system for people.</summary>
internal static class VolumeText
{
    // What a screen holds; --json has everything.
    private const int MostRows = 15;

    /// <summary>Writes protection, numbers and sizes.</summary>
    public static void Write(VolumeReport volume, TextPage page)
    {
        int[] numbers =
            [.. new[] { volume.DataPartition, volume.HashPartition, volume.SignaturePartition }.OfType<int>()];
        string place = numbers.Length == 0 ? ""
            : $"  [dim]partition{(numbers.Length > 1 ? "s" : "")} {string.Join(", ", numbers)}[/]";
        string role = volume.Runtime is null && volume.Modes.IsEmpty ? volume.Role : "store";
        page.Heading($"[bold]{SafeText.Escape(volume.Name)}[/]  {role}{place}");
        if (volume.Verity is { } verity)
        {
            Write(verity, page);
        }
        else if (volume.DataPartition is not null)
        {
            page.Row("hash tree", "none");
        }
        WriteContents(volume, page);
        if (volume.FileSystem?.Content is { } content)
        {
            WriteSizes(content, page);
        }
    }

    /// <summary>Writes paths, one on a line.</summary>
    public static void WriteFiles(ImmutableArray<FileReport> files, TextPage page) => page.Table(
        [
            new TextColumn("mode"), new TextColumn("owner", IsRight: true), new TextColumn("size", IsRight: true),
            new TextColumn("path"),
        ],
        files.Select(f => new[]
        {
            f.Mode,
            string.Create(CultureInfo.InvariantCulture, $"{f.Uid}:{f.Gid}"),
            f.Kind == "file" ? f.Size.ToString(CultureInfo.InvariantCulture) : "",
            SafeText.Escape(f.Kind == "directory" && f.Path.Length > 1 ? f.Path + "/" : f.Path)
                + (f.Target is null ? "" : " -> " + SafeText.Escape(f.Target))
                + (f.Origin is null ? "" : $"  [dim]{SafeText.Escape(f.Origin)}[/]"),
        }));

    private static void Write(VerityReport verity, TextPage page)
    {
        string blocks = verity.DataBlocks is { } count
            ? $", {Words.Count(count, "block")} of {verity.BlockSize} bytes"
            : "";
        string problem = verity.Problem is { } text ? ": " + SafeText.Escape(text) : "";
        page.Row("hash tree", Words.Of(verity.Verdict) + problem + (problem.Length == 0 ? blocks : ""));
        if (verity.RootHash is { } rootHash)
        {
            page.Row("root hash", rootHash);
        }
        foreach (RootHashClaim claim in verity.Claims)
        {
            page.Row("", claim.Agrees
                ? $"[green]agrees[/] with the {SafeText.Escape(claim.Source)}"
                : $"[red]not[/] that of the {SafeText.Escape(claim.Source)}: {SafeText.Escape(claim.RootHash)}");
        }
        if (verity.Signature is { } signature)
        {
            page.Row("signature", Words.Of(signature));
        }
    }

    private static void WriteContents(VolumeReport volume, TextPage page)
    {
        if (volume.FileSystem is { } system)
        {
            page.Row("file system", $"SquashFS, {system.Compressor}, blocks of {Words.Size(system.BlockSize)}, "
                + $"{Words.Count(system.Inodes, "inode")}, {Words.Size(system.Size)}");
            if (system.Content is { } content)
            {
                page.Row("content", $"{Words.Count(content.Files, "file")} with {Words.Size(content.Size)}, "
                    + $"{Words.Count(content.Folders, "folder")}, {Words.Count(content.Links, "link")}"
                    + (content.Others == 0 ? "" : $", {Words.Count(content.Others, "other")}"));
            }
        }
        if (volume.System is { } identity)
        {
            page.Row("system", SafeText.Escape($"{identity.Name} {identity.Version} ({identity.PrettyName})"));
        }
        if (volume.Extension is { } extension)
        {
            page.Row("extension", SafeText.Escape($"{extension.Name}, {string.Join(" and ", extension.Types)}"));
            page.Row("fits", SafeText.Escape(string.Join(' ', extension.Fields.Select(f => $"{f.Key}={f.Value}"))));
        }
        if (volume.Runtime is { } runtime)
        {
            page.Row("release", SafeText.Escape(string.Create(CultureInfo.InvariantCulture,
                $"{runtime.ImageId} {runtime.ImageVersion} for {runtime.Board}, ")
                + string.Create(CultureInfo.InvariantCulture,
                    $"security version {runtime.SecurityVersion}, layout {runtime.LayoutId}")));
        }
        foreach (ExtensionReport image in volume.Extensions)
        {
            page.Row("image", $"{SafeText.Escape(image.Path)} [dim]{Words.Size(image.Size)}[/]");
        }
    }

    private static void WriteSizes(ContentReport content, TextPage page)
    {
        if (content.Paths is { } paths)
        {
            WriteFiles(paths, page);
        }
        bool byPackage = content.ByPackage is not null;
        ImmutableArray<SizeReport> rows = content.ByPackage ?? content.ByFolder;
        // One row would say what the line above says.
        if (rows.Length < 2)
        {
            return;
        }
        TextColumn[] columns =
        [
            new TextColumn(byPackage ? "source" : "folder"), new TextColumn("files", IsRight: true),
            new TextColumn("size", IsRight: true),
        ];
        page.Table(
            byPackage ? [.. columns, new TextColumn("stored", IsRight: true)] : columns,
            rows.Take(MostRows).Select(row => Cells(row, byPackage)));
        if (rows.Length > MostRows)
        {
            page.Line($"[dim]and {rows.Length - MostRows} more with {Words.Size(rows.Skip(MostRows).Sum(r => r.Size))} "
                + "(--json has all)[/]");
        }
    }

    private static string[] Cells(SizeReport row, bool byPackage)
    {
        string[] cells =
            [SafeText.Escape(row.Name), row.Files.ToString(CultureInfo.InvariantCulture), Words.Size(row.Size)];
        return byPackage ? [.. cells, row.StoredSize is { } stored ? Words.Size(stored) : ""] : cells;
    }
}
