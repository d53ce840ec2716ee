using System.Buffers.Binary;
using System.Text;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Kmod;

/// <summary>
/// Reads a binary index of kmod, whichever way its nodes are ordered. Nodes that are reached twice, and keys longer
/// than any real one, are damage: they would let a small file unfold without end.
/// </summary>
public sealed class KmodIndexReader
{
    internal const string FormatName = "kmod index";

    private const int MaxKey = 4096;

    private readonly ReadOnlyMemory<byte> _file;
    private readonly KmodIndexHeader _header;

    /// <param name="file">The whole file.</param>
    /// <exception cref="DamagedFormatException">Not an index.</exception>
    public KmodIndexReader(ReadOnlyMemory<byte> file)
    {
        _file = file;
        _header = KmodIndexHeader.Read(file.Span);
    }

    /// <summary>All values in byte order of their keys, those of one key in the file's order.</summary>
    /// <exception cref="DamagedFormatException">A node lies outside the file or is reached twice.</exception>
    public IEnumerable<KmodIndexEntry> ReadAll()
    {
        var seen = new HashSet<int>();
        var key = new StringBuilder();
        // A node waits with the length of the key above it, and the character that leads to it (none for the root).
        var pending = new Stack<(KmodNodeReference Node, int Depth, string Character)>([(_header.Root, 0, "")]);
        while (pending.TryPop(out (KmodNodeReference Node, int Depth, string Character) next))
        {
            if (!seen.Add(next.Node.Position))
            {
                throw new DamagedFormatException(FormatName, $"the node at {next.Node.Position} is reached twice");
            }
            (string prefix, List<(char Character, KmodNodeReference Node)> children,
                List<(int Priority, string Text)> values) = ReadNode(next.Node);
            key.Length = next.Depth;
            key.Append(next.Character).Append(prefix);
            if (key.Length > MaxKey)
            {
                throw new DamagedFormatException(FormatName, $"a key longer than {MaxKey} bytes");
            }
            string text = values.Count > 0 ? key.ToString() : "";
            foreach ((int priority, string value) in values)
            {
                yield return new KmodIndexEntry(text, value, priority);
            }
            for (int i = children.Count - 1; i >= 0; i--)
            {
                pending.Push((children[i].Node, key.Length, children[i].Character.ToString()));
            }
        }
    }

    private (string Prefix, List<(char, KmodNodeReference)> Children, List<(int, string)> Values) ReadNode(
        KmodNodeReference node)
    {
        // An index without keys has a root without parts, whose position may be the end of the file.
        ReadOnlySpan<byte> rest = node.Position <= _file.Length
            ? _file.Span[node.Position..]
            : throw new DamagedFormatException(FormatName, $"a node at {node.Position}, outside the file");
        string prefix = node.HasPrefix ? TakeText(ref rest) : "";
        var children = new List<(char, KmodNodeReference)>();
        if (node.HasChildren)
        {
            byte first = Take(ref rest, 1)[0], last = Take(ref rest, 1)[0];
            for (int character = first; character <= last; character++)
            {
                var child = new KmodNodeReference(TakeWord(ref rest));
                if (child.Value != 0)
                {
                    children.Add(((char)character, child));
                }
            }
        }
        var values = new List<(int, string)>();
        for (uint left = node.HasValues ? TakeWord(ref rest) : 0; left > 0; left--)
        {
            values.Add(((int)TakeWord(ref rest), TakeText(ref rest)));
        }
        return (prefix, children, values);
    }

    private static uint TakeWord(ref ReadOnlySpan<byte> rest) =>
        BinaryPrimitives.ReadUInt32BigEndian(Take(ref rest, sizeof(uint)));

    private static string TakeText(ref ReadOnlySpan<byte> rest)
    {
        int end = rest.IndexOf((byte)0);
        ReadOnlySpan<byte> text = Take(ref rest, end < 0 ? rest.Length + 1 : end);
        rest = rest[1..];
        return Encoding.Latin1.GetString(text);
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, int count)
    {
        if (count > rest.Length)
        {
            throw new DamagedFormatException(FormatName, "a node is longer than the file");
        }
        ReadOnlySpan<byte> taken = rest[..count];
        rest = rest[count..];
        return taken;
    }
}
