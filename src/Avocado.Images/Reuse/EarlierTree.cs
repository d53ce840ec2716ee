using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Segments;
using Avocado.Formats.Verity;

namespace Avocado.Images.Reuse;

/// <summary>The hash tree of the file system that a stage made last, kept beside it.</summary>
internal static class EarlierTree
{
    /// <summary>Keeps a tree.</summary>
    public static void Save(ISegment tree, StageFiles files, CancellationToken cancellation)
    {
        using FileStream stream = File.Create(files.Hashes, 1);
        tree.WriteTo(new StreamOutput(stream), cancellation);
    }

    /// <summary>
    /// The tree of the stage's file, without reading that: null unless the file's stamp is the one that it was finished
    /// with, and the tree comes to the root hash that it had.
    /// </summary>
    public static VerityTree? TryLoad(StageRecord record, StageFiles files, VerityParameters parameters)
    {
        try
        {
            if (!File.Exists(files.Earlier) || StatStamp.Of(files.Earlier) != record.Stamp
                || record.Stamp.Size == 0 || record.Stamp.Size % parameters.BlockSize != 0)
            {
                return null;
            }
            using FileStream stream = File.OpenRead(files.Hashes);
            VerityTree? tree = VerityTree.TryRead(stream, record.Stamp.Size, parameters);
            return tree?.RootHash == record.Proof ? tree : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or AvocadoException)
        {
            // An intermediate: it is made again.
            return null;
        }
    }
}
