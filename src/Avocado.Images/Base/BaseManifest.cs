using System.Text.Json;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.SquashFs;
using Avocado.Images.Disk;
using Avocado.Images.Model;
using Avocado.Images.Runtime;

namespace Avocado.Images.Base;

/// <summary>What the base says of itself: it must be a release of the same product for the same devices.</summary>
internal static class BaseManifest
{
    private const int MaxSize = 4 << 20;
    private const int MaxShown = 80;

    private static readonly UnixPath s_path = UnixPath.Parse("runtime.json");

    /// <summary>Says how the base is no earlier release of the project; null when it is one.</summary>
    /// <param name="store">The store's file system.</param>
    /// <param name="project">What is built.</param>
    /// <exception cref="AvocadoException">AVO0201, AVO0202: the store is damaged.</exception>
    public static string? FindFault(SquashFsReader store, ImageProject project)
    {
        if (store.Find(s_path) is not { Kind: EntryKind.File, Size: > 0 and <= MaxSize } file)
        {
            return "its store has no runtime.json";
        }
        var bytes = new byte[file.Size];
        using (Stream stream = store.OpenFile(file))
        {
            stream.ReadExactly(bytes);
        }
        RuntimeManifest? release;
        try
        {
            release = JsonSerializer.Deserialize(bytes, RuntimeManifestJson.Default.RuntimeManifest);
        }
        catch (JsonException)
        {
            release = null;
        }
        if (release is null || release.FormatVersion != RuntimeManifest.CurrentFormat)
        {
            return "its runtime.json is damaged, or that of a newer SDK";
        }
        return Difference("an image of", release.ImageId, project.ImageId, "<ImageId>")
            ?? Difference("for the board", release.Board, project.Board.Name, "the board")
            ?? Difference("laid out as", release.LayoutId, DeviceDisk.LayoutId(project),
                "the layout of <EspSize>, <RootSize>, <StoreSize> and <FactorySize>");
    }

    private static string? Difference(string what, string? there, string here, string setting) => there == here
        ? null
        : $"it is {what} '{Shown(there)}', {setting} is '{here}'";

    // It comes from outside and goes to a terminal.
    private static string Shown(string? text) =>
        string.Concat((text ?? "").Take(MaxShown).Select(c => c is >= ' ' and <= '~' ? c : '?'));
}
