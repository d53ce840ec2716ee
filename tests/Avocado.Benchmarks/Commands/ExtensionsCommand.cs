using Avocado.Benchmarks.Trees;
using Avocado.Files;
using Avocado.Formats.Ddi;
using Avocado.Formats.Gpt;
using Avocado.Formats.Identifiers;
using Avocado.Formats.Segments;
using Avocado.Images.Disk;
using Avocado.Images.Model;
using Avocado.Images.Pipeline;
using Avocado.Images.Reuse;
using Avocado.Signing;

namespace Avocado.Benchmarks.Commands;

/// <summary>Extension images, one for each folder in a folder, as one build makes them.</summary>
internal static class ExtensionsCommand
{
    public static void Run(CommandOptions options)
    {
        BuildSettings settings = BuildSettings.Read(options);
        string output = Path.GetFullPath(options.Required("--output"));
        string work = Path.Combine(output, "obj");
        var watch = new Stopwatches(options.Has("--verbose"));
        string[] trees = Directory.GetDirectories(options.Required("--trees"));
        Array.Sort(trees, StringComparer.Ordinal);
        int count = options.Number("--count", trees.Length);
        bool reuses = options.Has("--reuse");
        options.RequireAllUsed();

        Directory.CreateDirectory(work);
        var outputs = new StagedOutputs(work, output);
        using DevelopmentKeySet? keys = settings.OpenKeys();
        var images = new FileSystemImage(settings.Project, settings.Threads, store: null);
        HostFileNotes? notes = reuses ? HostFileNotes.Load(Path.Combine(work, "host-files")) : null;
        foreach (string folder in trees.Take(count))
        {
            string name = Path.GetFileName(folder);
            FileTree tree = HostTree.Read(folder, settings.Threads, notes);
            tree = notes?.Complete(tree, settings.Threads, CancellationToken.None) ?? tree;
            VerityVolume volume = images.Write("extension/" + name, tree,
                StageFiles.Of(Path.Combine(work, name + ".squashfs")), CancellationToken.None);
            outputs.Write($"extensions/{name}.raw", Image(settings.Project, name, volume, keys), CancellationToken.None);
            watch.Lap(name);
        }
        notes?.Save();
        outputs.Commit(SilentLog.Instance);
        watch.Lap("end");
    }

    private static DdiWriter Image(ImageProject project, string name, VerityVolume volume, DevelopmentKeySet? keys) =>
        new(new DdiContents
        {
            Architecture = PartitionTypes.Find(project.Board.Architecture.SystemdName)!,
            Ids = new SeededIds(project.Seed).For("extension/" + name),
            Data = new ContentSegment(volume.Data),
            RootHash = volume.RootHash,
            HashTree = volume.HashTree,
            Signature = keys is null ? null : VeritySigner.Sign(keys[KeyUse.Verity], volume.RootHash),
            Label = name,
        });
}
