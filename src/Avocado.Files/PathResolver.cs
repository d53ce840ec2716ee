namespace Avocado.Files;

/// <summary>Follows symbolic links inside an image, as the kernel would with the image as its root.</summary>
public static class PathResolver
{
    private const int MaxLinks = 40;

    /// <summary>Resolves <paramref name="path"/> among the entries that <paramref name="find"/> knows.</summary>
    /// <returns>The path without links, whether or not something is there; null when links go in a circle.</returns>
    public static UnixPath? Resolve(Func<UnixPath, Entry?> find, UnixPath path, bool followLast = true)
    {
        ArgumentNullException.ThrowIfNull(find);
        var pending = new Stack<byte[]>();
        Push(pending, path.Bytes);
        UnixPath current = UnixPath.Root;
        int links = 0;
        while (pending.TryPop(out byte[]? name))
        {
            if (name.AsSpan().SequenceEqual(".."u8))
            {
                current = current.Parent;
                continue;
            }
            UnixPath next = current / UnixPath.Parse(name);
            if (find(next) is { Kind: EntryKind.SymbolicLink } link && (pending.Count > 0 || followLast))
            {
                if (++links > MaxLinks)
                {
                    return null;
                }
                if (link.LinkTarget.Span.StartsWith("/"u8))
                {
                    current = UnixPath.Root;
                }
                Push(pending, link.LinkTarget.Span);
                continue;
            }
            current = next;
        }
        return current;
    }

    private static void Push(Stack<byte[]> pending, ReadOnlySpan<byte> path)
    {
        var names = new List<byte[]>();
        foreach (Range range in path.Split((byte)'/'))
        {
            ReadOnlySpan<byte> name = path[range];
            if (!name.IsEmpty && !name.SequenceEqual("."u8))
            {
                names.Add(name.ToArray());
            }
        }
        for (int i = names.Count - 1; i >= 0; i--)
        {
            pending.Push(names[i]);
        }
    }
}
