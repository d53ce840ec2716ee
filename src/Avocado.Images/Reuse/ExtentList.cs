using System.Collections.Immutable;
using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Images.Reuse;

/// <summary>Where every file's bytes are in an image, without the host's paths that a tree's own file has.</summary>
internal static class ExtentList
{
    private const string FormatName = "extent list";
    private const int MaxFiles = 1 << 26;
    private const int MaxRuns = 16;

    /// <summary>Count; for each path its text, the number of its runs, and their start, length and fragment.</summary>
    public static void Write(IReadOnlyDictionary<UnixPath, ImmutableArray<FileExtent>> extents, string path)
    {
        using var writer = new BinaryWriter(File.Create(path));
        writer.Write(extents.Count);
        foreach ((UnixPath file, ImmutableArray<FileExtent> runs) in extents.OrderBy(e => e.Key))
        {
            writer.Write(file.ToString());
            writer.Write(runs.Length);
            foreach (FileExtent run in runs)
            {
                writer.Write(run.Start);
                writer.Write(run.Length);
                writer.Write(run.Fragment);
            }
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="DamagedFormatException">It is damaged.</exception>
    public static IReadOnlyDictionary<UnixPath, ImmutableArray<FileExtent>> Read(string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        var extents = new Dictionary<UnixPath, ImmutableArray<FileExtent>>();
        try
        {
            for (int count = Count(reader, MaxFiles); count > 0; count--)
            {
                UnixPath file = UnixPath.Parse(reader.ReadString());
                var runs = ImmutableArray.CreateBuilder<FileExtent>();
                for (int left = Count(reader, MaxRuns); left > 0; left--)
                {
                    runs.Add(new FileExtent(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt32()));
                }
                extents[file] = runs.DrainToImmutable();
            }
            return extents;
        }
        catch (Exception error) when (error is EndOfStreamException or FormatException or AvocadoException)
        {
            throw new DamagedFormatException(FormatName, error.Message);
        }
    }

    private static int Count(BinaryReader reader, int most) => reader.ReadInt32() is >= 0 and var count && count <= most
        ? count
        : throw new FormatException("there is too much of something");
}
