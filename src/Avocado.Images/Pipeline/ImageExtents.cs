using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Avocado.Files;
using Avocado.Formats.SquashFs;

namespace Avocado.Images.Pipeline;

/// <summary>
/// Where a SquashFS image has the bytes of each file, told when it is asked: an image may have a million files, and
/// each is asked for once.
/// </summary>
internal sealed class ImageExtents(SquashFsResult result) : IReadOnlyDictionary<UnixPath, ImmutableArray<FileExtent>>
{
    // Whoever writes the tree asks in its order.
    private int _expected;

    /// <inheritdoc/>
    public int Count => result.Files.Length;

    /// <inheritdoc/>
    public IEnumerable<UnixPath> Keys => result.Files.Select(file => file.Path);

    /// <inheritdoc/>
    public IEnumerable<ImmutableArray<FileExtent>> Values => result.Files.Select(ExtentsOf);

    /// <inheritdoc/>
    public ImmutableArray<FileExtent> this[UnixPath key] =>
        TryGetValue(key, out ImmutableArray<FileExtent> extents) ? extents : throw new KeyNotFoundException();

    /// <inheritdoc/>
    public bool ContainsKey(UnixPath key) => IndexOf(key) >= 0;

    /// <inheritdoc/>
    public bool TryGetValue(UnixPath key, [MaybeNullWhen(false)] out ImmutableArray<FileExtent> value)
    {
        int index = IndexOf(key);
        value = index < 0 ? default : ExtentsOf(result.Files[index]);
        return index >= 0;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<UnixPath, ImmutableArray<FileExtent>>> GetEnumerator() =>
        result.Files.Select(file => KeyValuePair.Create(file.Path, ExtentsOf(file))).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int IndexOf(UnixPath path)
    {
        int expected = _expected;
        if (expected >= Count || result.Files[expected].Path != path)
        {
            expected = Search(path);
        }
        if (expected >= 0)
        {
            _expected = expected + 1;
        }
        return expected;
    }

    private int Search(UnixPath path)
    {
        int low = 0, high = Count - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = result.Files[middle].Path.CompareTo(path);
            if (order == 0)
            {
                return middle;
            }
            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }
        return -1;
    }

    private ImmutableArray<FileExtent> ExtentsOf(SquashFsExtent file)
    {
        var extents = ImmutableArray.CreateBuilder<FileExtent>(2);
        if (file.StoredLength > 0)
        {
            extents.Add(new FileExtent(file.Start, file.StoredLength));
        }
        if (file.Fragment >= 0)
        {
            SquashFsFragment block = result.Fragments[file.Fragment];
            extents.Add(new FileExtent(block.Start, block.StoredLength, file.FragmentOffset));
        }
        return extents.DrainToImmutable();
    }
}
