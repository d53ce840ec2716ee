using Avocado.Files;

namespace Avocado.Formats.SquashFs;

/// <summary>A directory while an image is laid out and written.</summary>
internal sealed class DirectoryNode : InodeNode
{
    public DirectoryNode(Entry entry, DirectoryNode? parent)
        : base(entry)
    {
        Parent = parent;
        Links = 2;
    }

    /// <summary>The containing directory; null for the root.</summary>
    public DirectoryNode? Parent { get; }

    /// <summary>The names in it, sorted by bytes.</summary>
    public List<DirectoryName> Names { get; } = [];

    /// <summary>Where its listing is in the directory table, once it was written.</summary>
    public DirectoryListing Listing { get; set; } = DirectoryListing.Empty;
}
