using Avocado.Files.Diagnostics;

namespace Avocado.Cli.Inspect;

/// <summary>
/// How much is unpacked of one file at most: a few kilobytes of a hostile image can stand for any number of bytes.
/// </summary>
internal sealed class ReadingBudget
{
    /// <summary>No file system, image or archive that is larger is unpacked.</summary>
    public const long LargestPart = 8L << 30;

    private const long All = 64L << 30;
    private const int LargestListing = 128 << 20;

    private long _left = All;
    private long _listingLeft = LargestListing;

    /// <summary>Takes bytes that are about to be unpacked.</summary>
    /// <exception cref="AvocadoException">AVO0704: they are too many.</exception>
    public void Take(string what, long bytes)
    {
        if (bytes > LargestPart || bytes > _left)
        {
            throw Codes.FileTooSparse.Error(what, bytes);
        }
        _left -= bytes;
    }

    /// <summary>Takes the memory of a path in a listing; false when there is none left.</summary>
    public bool TakeListing(int bytes)
    {
        _listingLeft -= bytes + 100;
        return _listingLeft >= 0;
    }
}
