namespace Avocado.EndToEnd.Tests.Builds;

/// <summary>The files that a build left, by name relative to their folder.</summary>
public sealed class Outputs
{
    // In the order in which the pipeline makes them: the first that differs is where to look.
    private static readonly string[] s_order =
        ["rootfs.squashfs", "rootfs.verity", "rootfs.roothash", "extensions/", "runtime.json", "secure-boot/", "modes/"];

    private const int BufferSize = 1 << 20;
    private readonly string _folder;

    public Outputs(string folder)
    {
        _folder = folder;
        Stamps = !Directory.Exists(folder)
            ? []
            : new SortedDictionary<string, (long, DateTime)>(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Where(f => !f.Contains(Path.DirectorySeparatorChar + "publish" + Path.DirectorySeparatorChar))
                .ToDictionary(f => Path.GetRelativePath(folder, f), Stamp), StringComparer.Ordinal);
    }

    /// <summary>Size and time of last change of every output.</summary>
    public SortedDictionary<string, (long Size, DateTime Changed)> Stamps { get; }

    /// <summary>The full path of an output.</summary>
    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>The name of the first output whose bytes are not those of the other's, with the place; or null.</summary>
    public string? FirstDifference(Outputs other)
    {
        foreach (string name in Stamps.Keys.Union(other.Stamps.Keys, StringComparer.Ordinal).OrderBy(Rank))
        {
            if (!Stamps.ContainsKey(name) || !other.Stamps.ContainsKey(name))
            {
                return name + " is only in one";
            }
            if (FirstDifference(Path.Combine(_folder, name), Path.Combine(other._folder, name)) is { } at)
            {
                return $"{name} differs from byte {at} on";
            }
        }
        return null;
    }

    private static int Rank(string name)
    {
        int rank = Array.FindIndex(s_order, o => name.StartsWith(o, StringComparison.Ordinal));
        return rank >= 0 ? rank : s_order.Length + (name.EndsWith(".img", StringComparison.Ordinal) ? 1 : 0);
    }

    private static (long Size, DateTime Changed) Stamp(string file)
    {
        var info = new FileInfo(file);
        return (info.Length, info.LastWriteTimeUtc);
    }

    private static long? FirstDifference(string a, string b)
    {
        using FileStream first = File.OpenRead(a);
        using FileStream second = File.OpenRead(b);
        if (first.Length != second.Length)
        {
            return Math.Min(first.Length, second.Length);
        }
        var left = new byte[BufferSize];
        var right = new byte[BufferSize];
        for (long at = 0; at < first.Length;)
        {
            int size = first.ReadAtLeast(left, left.Length, throwOnEndOfStream: false);
            second.ReadExactly(right, 0, size);
            int same = left.AsSpan(0, size).CommonPrefixLength(right.AsSpan(0, size));
            if (same < size)
            {
                return at + same;
            }
            at += size;
        }
        return null;
    }
}
