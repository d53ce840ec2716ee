namespace Avocado.Formats.SquashFs;

/// <summary>Ends walks that were made to have no end: loops, listings over each other, too many names.</summary>
/// <param name="listingBytes">The most bytes that all listings have.</param>
/// <param name="maxNames">How many names are read.</param>
internal sealed class SquashFsWalk(long listingBytes, int maxNames)
{
    private readonly HashSet<MetadataReference> _entered = [];
    private long _listingBytes = listingBytes;
    private int _names;

    /// <summary>Notes a directory whose listing is about to be read.</summary>
    public void Enter(SquashFsEntry directory)
    {
        if (!_entered.Add(directory.Inode))
        {
            throw SquashFsFormat.Damaged($"the directory {directory.Path} is in itself or in two places");
        }
        _listingBytes -= DirectoryReader.LengthOf(directory);
        if (_listingBytes < 0)
        {
            throw SquashFsFormat.Damaged("directories have more names than the directory table holds");
        }
    }

    /// <summary>Notes a name.</summary>
    public void CountName()
    {
        if (++_names > maxNames)
        {
            throw SquashFsFormat.Unsupported($"an image with more than {maxNames} names");
        }
    }
}
