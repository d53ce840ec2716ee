using System.Text;
using Avocado.Files.Diagnostics;

namespace Avocado.Packages.Debian;

/// <summary>
/// Reads a Contents index: a path, blanks, then the packages that have it, each with its section before a '/'. These
/// files have millions of lines; only those with a wanted file name in a library folder become text.
/// </summary>
internal static class ContentsReader
{
    private const int BufferSize = 1 << 20;

    /// <summary>Adds the packages that have the wanted files.</summary>
    /// <param name="stream">The decompressed index.</param>
    /// <param name="fileNames">Names without folders, such as "libz.so.1".</param>
    /// <param name="found">For each name the packages that have it in a library folder.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="DamagedFormatException">A line is too long, or the compression below is damaged.</exception>
    public static void Read(
        Stream stream, IReadOnlyCollection<string> fileNames, IDictionary<string, SortedSet<string>> found,
        CancellationToken cancellation)
    {
        HashSet<string> wanted = [.. fileNames];
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup = wanted.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> name = stackalloc char[256];
        var buffer = new byte[BufferSize];
        int length = 0;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            int read = stream.Read(buffer, length, buffer.Length - length);
            length += read;
            ReadOnlySpan<byte> rest = buffer.AsSpan(0, length);
            int end;
            while ((end = rest.IndexOf((byte)'\n')) >= 0)
            {
                Accept(rest[..end], lookup, name, found);
                rest = rest[(end + 1)..];
            }
            if (read == 0)
            {
                Accept(rest, lookup, name, found);
                return;
            }
            if (rest.Length == buffer.Length)
            {
                throw new DamagedFormatException("Contents index", $"a line of more than {BufferSize} bytes");
            }
            length = rest.Length;
            rest.CopyTo(buffer);
        }
    }

    private static void Accept(
        ReadOnlySpan<byte> line, HashSet<string>.AlternateLookup<ReadOnlySpan<char>> wanted, Span<char> name,
        IDictionary<string, SortedSet<string>> found)
    {
        int owners = line.LastIndexOfAny((byte)' ', (byte)'\t');
        if (owners < 0)
        {
            return;
        }
        ReadOnlySpan<byte> path = line[..owners].TrimEnd(" \t"u8);
        ReadOnlySpan<byte> file = path[(path.LastIndexOf((byte)'/') + 1)..];
        if (file.IsEmpty || file.Length > name.Length || !LibraryFolders.Contain(path[..^file.Length])
            || !Encoding.UTF8.TryGetChars(file, name, out int length)
            || !wanted.TryGetValue(name[..length], out string? known))
        {
            return;
        }
        if (!found.TryGetValue(known, out SortedSet<string>? packages))
        {
            found.Add(known, packages = new SortedSet<string>(StringComparer.Ordinal));
        }
        foreach (string owner in Encoding.UTF8.GetString(line[(owners + 1)..]).Split(','))
        {
            packages.Add(owner[(owner.LastIndexOf('/') + 1)..]);
        }
    }
}
