using System.Collections.Immutable;
using Avocado.Cli.Inspect.Model;

namespace Avocado.Cli.Inspect.Disks;

/// <summary>
/// Checks what a store says against what is there: the extensions that its modes list, and the root file system and
/// extensions of its runtime.json.
/// </summary>
/// <param name="scope">The disk.</param>
internal sealed class ReleaseChecker(InspectionScope scope)
{
    private const string Store = "store";

    /// <summary>Checks all volumes; gives them back with the modes of each extension.</summary>
    public ImmutableArray<VolumeReport> Check(ImmutableArray<VolumeReport> volumes)
    {
        foreach (VolumeReport store in volumes.Where(v => !v.Modes.IsEmpty || v.Runtime is not null))
        {
            InspectionScope part = scope.In($"partition {store.DataPartition} ({store.Name})");
            foreach (ModeReport mode in store.Modes)
            {
                foreach (ModeExtensionReport listed in mode.Extensions)
                {
                    CheckExtension(part, $"mode {mode.Name}", store, volumes, listed.Name, listed.Place, listed.Sha256);
                }
            }
            if (store.Runtime is { } runtime)
            {
                CheckRuntime(part, store, runtime, volumes);
            }
        }
        return [.. volumes.Select(v => WithModes(v, volumes))];
    }

    private static void CheckRuntime(
        InspectionScope part, VolumeReport store, RuntimeReport runtime, ImmutableArray<VolumeReport> volumes)
    {
        if (!volumes.Any(v => v.Verity?.RootHash == runtime.RootHash))
        {
            part.Report(Verdict.Damaged, $"runtime.json names the root hash {runtime.RootHash}, which no partition has");
        }
        foreach (RuntimeExtensionReport listed in runtime.Extensions)
        {
            CheckExtension(part, "runtime.json", store, volumes, listed.Name, listed.Place, listed.Sha256);
        }
    }

    private static void CheckExtension(
        InspectionScope part, string source, VolumeReport store, ImmutableArray<VolumeReport> volumes, string name,
        string place, string sha256)
    {
        bool isInStore = place == Store;
        ExtensionReport[] found =
        [
            .. volumes.Where(v => isInStore ? v == store : v.Runtime is null).SelectMany(v => v.Extensions)
                .Where(e => Path.GetFileNameWithoutExtension(e.Path) == name),
        ];
        if (found.Length == 0)
        {
            string message = $"{source} lists the extension {name} in the {place}, which is not there";
            if (isInStore)
            {
                part.Report(Verdict.Damaged, message);
            }
            else
            {
                // Sealing a device wipes its factory partition.
                part.Note(message);
            }
        }
        else if (!found.Any(e => e.Sha256 == sha256))
        {
            part.Report(Verdict.Damaged,
                $"{source} lists the extension {name} with the SHA-256 {sha256}, the image has {found[0].Sha256}");
        }
    }

    private static VolumeReport WithModes(VolumeReport volume, ImmutableArray<VolumeReport> volumes) => volume with
    {
        Extensions =
        [
            .. volume.Extensions.Select(extension => extension with
            {
                Modes =
                [
                    .. volumes.SelectMany(v => v.Modes)
                        .Where(m => m.Extensions.Any(e => e.Sha256 == extension.Sha256))
                        .Select(m => m.Name).Distinct(StringComparer.Ordinal),
                ],
            }),
        ],
    };
}
