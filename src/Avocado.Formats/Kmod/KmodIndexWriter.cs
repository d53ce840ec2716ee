using System.Buffers.Binary;
using System.Text;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Kmod;

/// <summary>
/// Writes a binary index of kmod: a trie over the bytes of the keys in which runs without a fork are one node's
/// prefix. Children stand before their parent, the root is last.
/// </summary>
public sealed class KmodIndexWriter
{
    /// <summary>A node has a slot for each ASCII character; depmod refuses others as well.</summary>
    private const int MaxCharacter = 127;

    /// <summary>Bounds the depth of the trie.</summary>
    private const int MaxKey = 1024;

    private readonly Node _root = new(ReadOnlySpan<byte>.Empty);

    /// <summary>Adds a value of a key. Values of equal priority stand in the reverse order of their adding.</summary>
    /// <param name="key">ASCII.</param>
    /// <param name="value">Without NUL.</param>
    /// <param name="priority">Values of a key are sorted by it, the smallest first.</param>
    /// <exception cref="DamagedFormatException">A key or value that the format cannot hold.</exception>
    public void Add(string key, string value, int priority)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        if (key.Length > MaxKey || key.AsSpan().ContainsAnyExceptInRange((char)1, (char)MaxCharacter)
            || value.Contains('\0', StringComparison.Ordinal))
        {
            throw new DamagedFormatException(KmodIndexReader.FormatName, "a key that is too long or not ASCII");
        }
        _root.Add(Encoding.Latin1.GetBytes(key), (priority, Encoding.Latin1.GetBytes(value)));
    }

    /// <summary>The file.</summary>
    public byte[] ToArray()
    {
        using var output = new MemoryStream();
        output.Write(new byte[KmodIndexHeader.Size]);
        var header = new KmodIndexHeader(_root.Write(output));
        byte[] file = output.ToArray();
        header.Write(file);
        return file;
    }

    private sealed class Node(ReadOnlySpan<byte> prefix)
    {
        private byte[] _prefix = prefix.ToArray();
        private SortedList<byte, Node> _children = [];
        private List<(int Priority, byte[] Text)> _values = [];

        public void Add(ReadOnlySpan<byte> key, (int Priority, byte[] Text) value)
        {
            Node node = this;
            while (true)
            {
                int common = key.CommonPrefixLength(node._prefix);
                if (common < node._prefix.Length)
                {
                    node.SplitAt(common);
                }
                key = key[common..];
                if (key.IsEmpty)
                {
                    int place = node._values.FindIndex(v => v.Priority >= value.Priority);
                    node._values.Insert(place < 0 ? node._values.Count : place, value);
                    return;
                }
                if (!node._children.TryGetValue(key[0], out Node? child))
                {
                    child = new Node(key[1..]);
                    child._values.Add(value);
                    node._children.Add(key[0], child);
                    return;
                }
                node = child;
                key = key[1..];
            }
        }

        public KmodNodeReference Write(MemoryStream output)
        {
            var children = new SortedList<byte, KmodNodeReference>(_children.Count);
            foreach ((byte character, Node child) in _children)
            {
                children.Add(character, child.Write(output));
            }
            if (output.Length > KmodNodeReference.MaxPosition)
            {
                throw Codes.FormatLimit.Error(KmodIndexReader.FormatName, "more than 256 MiB");
            }
            var reference = new KmodNodeReference(
                (int)output.Length, _prefix.Length > 0, children.Count > 0, _values.Count > 0);
            if (_prefix.Length > 0)
            {
                WriteText(output, _prefix);
            }
            if (children.Count > 0)
            {
                byte first = children.GetKeyAtIndex(0), last = children.GetKeyAtIndex(children.Count - 1);
                output.WriteByte(first);
                output.WriteByte(last);
                for (int character = first; character <= last; character++)
                {
                    WriteWord(output, children.GetValueOrDefault((byte)character).Value);
                }
            }
            if (_values.Count > 0)
            {
                WriteWord(output, (uint)_values.Count);
                foreach ((int priority, byte[] text) in _values)
                {
                    WriteWord(output, (uint)priority);
                    WriteText(output, text);
                }
            }
            return reference;
        }

        /// <summary>Everything here moves to a child; this node keeps the first bytes of the prefix.</summary>
        private void SplitAt(int length)
        {
            var child = new Node(_prefix.AsSpan(length + 1)) { _children = _children, _values = _values };
            _children = new SortedList<byte, Node> { { _prefix[length], child } };
            _values = [];
            _prefix = _prefix[..length];
        }

        private static void WriteWord(MemoryStream output, uint value)
        {
            Span<byte> word = stackalloc byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32BigEndian(word, value);
            output.Write(word);
        }

        private static void WriteText(MemoryStream output, ReadOnlySpan<byte> text)
        {
            output.Write(text);
            output.WriteByte(0);
        }
    }
}
