using System.Collections.Immutable;
using Avocado.Files;
using Avocado.Formats.SquashFs;
using Avocado.Images.Pipeline;

namespace Avocado.Images.Tests.Pipeline;

/// <summary>Where the bytes of files are, told from what the writer of the image noted.</summary>
public class ImageExtentsTests
{
    private static readonly ImageExtents Extents = new(new SquashFsResult
    {
        BytesUsed = 0,
        Length = 0,
        InodeCount = 0,
        UncompressedBytes = 0,
        Files =
        [
            new SquashFsExtent("a", 96, 1000, -1, 0),
            new SquashFsExtent("b/c", 0, 0, 0, 24),
            new SquashFsExtent("b/d", 2000, 500, 0, 48),
            new SquashFsExtent("e", 0, 0, -1, 0),
        ],
        Fragments = [new SquashFsFragment(1096, 77)],
    });

    [Theory]
    [InlineData("a", "b/c", "b/d", "e")]
    [InlineData("e", "b/d", "a", "b/c")]
    public void Files_are_found_in_any_order(params string[] order)
    {
        var expected = new Dictionary<string, FileExtent[]>(StringComparer.Ordinal)
        {
            ["a"] = [new FileExtent(96, 1000)],
            ["b/c"] = [new FileExtent(1096, 77, 24)],
            ["b/d"] = [new FileExtent(2000, 500), new FileExtent(1096, 77, 48)],
            ["e"] = [],
        };
        ArgumentNullException.ThrowIfNull(order);
        Assert.All(order, path => Assert.Equal(expected[path], Extents[UnixPath.Parse(path)]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("aa")]
    [InlineData("b")]
    [InlineData("b/c/x")]
    [InlineData("f")]
    public void What_is_no_file_of_the_image_has_none(string path)
    {
        Assert.False(Extents.TryGetValue(UnixPath.Parse(path), out ImmutableArray<FileExtent> _));
        Assert.False(Extents.ContainsKey(UnixPath.Parse(path)));
        Assert.True(Extents.ContainsKey("a"));
    }
}
