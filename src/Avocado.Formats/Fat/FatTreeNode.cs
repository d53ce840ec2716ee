using Avocado.Files;

namespace Avocado.Formats.Fat;

/// <summary>A file or folder while a volume is laid out.</summary>
internal sealed class FatTreeNode(string name, Content? content, FatTreeNode? parent)
{
    /// <summary>Its name; empty for the root.</summary>
    public string Name { get; } = name;

    /// <summary>A file's bytes; null for a folder.</summary>
    public Content? Content { get; } = content;

    /// <summary>The folder it is in; null for the root.</summary>
    public FatTreeNode? Parent { get; } = parent;

    /// <summary>A folder's members in the order of the disk.</summary>
    public List<FatTreeNode> Children { get; } = [];

    /// <summary>True for a folder.</summary>
    public bool IsDirectory => Content is null;

    /// <summary>Eleven characters; set for all members of a folder at once.</summary>
    public string ShortName { get; set; } = "";

    /// <summary>Where its bytes start; 0 for an empty file.</summary>
    public uint FirstCluster { get; set; }

    /// <summary>How many clusters in a row it has.</summary>
    public long ClusterCount { get; set; }
}
