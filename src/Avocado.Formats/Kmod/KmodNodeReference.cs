namespace Avocado.Formats.Kmod;

/// <summary>Points to a node of the trie and says which parts it has; 0 points to none.</summary>
/// <param name="Value">Position in the low 28 bits, flags above.</param>
internal readonly record struct KmodNodeReference(uint Value)
{
    private const uint PrefixFlag = 0x80000000;
    private const uint ValuesFlag = 0x40000000;
    private const uint ChildrenFlag = 0x20000000;

    /// <summary>Positions, in bytes, are below this.</summary>
    public const int MaxPosition = 0x0FFFFFFF;

    public KmodNodeReference(int position, bool hasPrefix, bool hasChildren, bool hasValues)
        : this((uint)position | (hasPrefix ? PrefixFlag : 0) | (hasChildren ? ChildrenFlag : 0)
            | (hasValues ? ValuesFlag : 0))
    {
    }

    /// <summary>Where the node is, in bytes from the start of the file.</summary>
    public int Position => (int)(Value & MaxPosition);

    /// <summary>Bytes that all keys below the node share.</summary>
    public bool HasPrefix => (Value & PrefixFlag) != 0;

    /// <summary>Other nodes, by the next byte of the key.</summary>
    public bool HasChildren => (Value & ChildrenFlag) != 0;

    /// <summary>Values of the key that ends here.</summary>
    public bool HasValues => (Value & ValuesFlag) != 0;
}
