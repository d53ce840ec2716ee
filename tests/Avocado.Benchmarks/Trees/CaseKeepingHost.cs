using Avocado.Images.HostFiles;

namespace Avocado.Benchmarks.Trees;

/// <summary>
/// The product refuses overlays whose names differ in case alone, because other hosts cannot hold them. A tree of
/// packages has such names (kernel modules), so one of two gets a mark here that is taken off again afterwards.
/// </summary>
internal sealed class CaseKeepingHost(IHostFileSystem inner) : IHostFileSystem
{
    /// <summary>A character for private use, which no package has in a name.</summary>
    public const string Mark = "\uE0CA";

    /// <summary>The mark in UTF-8.</summary>
    public static ReadOnlySpan<byte> MarkBytes => "\uE0CA"u8;

    public IReadOnlyList<HostItem> List(string folder)
    {
        IReadOnlyList<HostItem> items = inner.List(folder);
        var seen = new HashSet<string>(items.Count, StringComparer.OrdinalIgnoreCase);
        return items.All(item => seen.Add(item.Name)) ? items : Marked(items);
    }

    public int ReadStart(string hostPath, Span<byte> bytes) => inner.ReadStart(hostPath, bytes);

    public bool IsSpecial(string hostPath) => inner.IsSpecial(hostPath);

    private static List<HostItem> Marked(IEnumerable<HostItem> items)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var marked = new List<HostItem>();
        foreach (HostItem item in items)
        {
            string name = item.Name;
            while (!seen.Add(name))
            {
                name += Mark;
            }
            marked.Add(item with { Name = name });
        }
        return marked;
    }
}
