using Avocado.Files;
using Avocado.Formats.Compression;
using Avocado.Formats.SquashFs;

namespace Avocado.Formats.Tests.SquashFs;

/// <summary>Images in memory, and what an image or a host folder shows as comparable lines.</summary>
internal static class Images
{
    public static SquashFsOptions Options { get; } = new()
    {
        Codec = new ZlibStreamCodec(),
        SourceDate = SampleTree.SourceDate,
        Threads = 2,
    };

    public static byte[] Write(FileTree tree, SquashFsOptions? options = null) => Write(tree, options, out _);

    public static byte[] Write(FileTree tree, SquashFsOptions? options, out SquashFsResult result)
    {
        using var stream = new MemoryStream();
        result = SquashFsWriter.Write(tree, stream, options ?? Options);
        return stream.ToArray();
    }

    public static SquashFsReader Open(byte[] image) =>
        SquashFsReader.Open(new MemoryStream(image, writable: false), new ZlibStreamCodec(), new ZstdCodec());

    /// <summary>One line for each entry with all that an image must keep.</summary>
    public static string[] Describe(FileTree tree)
    {
        Dictionary<LinkGroup, int> links = tree.Entries.Where(e => e.LinkGroup is not null)
            .GroupBy(e => e.LinkGroup!.Value).ToDictionary(g => g.Key, g => g.Count());
        return [.. tree.Entries.Select(e => Line(e, e.LinkGroup is { } group ? links[group] : 1))];
    }

    /// <summary>The same line from a host folder's or a mounted image's point of view.</summary>
    public static string Line(Entry entry, int links)
    {
        string attributes = string.Join(' ',
            entry.Attributes.Select(a => $"{a.Name}={Convert.ToHexString(a.Value.Span)}"));
        return string.Join(" | ", entry.Path.ToString(), entry.Kind, Convert.ToString(entry.Mode, 8),
            $"{entry.Uid}:{entry.Gid}", entry.ResolveModificationTime(SampleTree.SourceDate),
            entry.Kind == EntryKind.Directory ? "-" : links, entry.LinkTargetText, entry.Device, entry.Content.Size,
            entry.Content.ComputeDigest(), attributes);
    }
}
