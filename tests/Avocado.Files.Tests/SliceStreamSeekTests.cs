namespace Avocado.Files.Tests;

public class SliceStreamSeekTests
{
    [Fact]
    public void Seeking_stays_inside_the_slice()
    {
        var source = new MemoryStream([0, 1, 2, 3, 4, 5, 6, 7]) { Position = 2 };
        using var slice = new SliceStream(source, 4);

        Assert.Equal(3, slice.Seek(-1, SeekOrigin.End));
        Assert.Equal(5, slice.ReadByte());
        Assert.Equal(-1, slice.ReadByte());
        slice.Position = 0;
        Assert.Equal(2, slice.ReadByte());
        Assert.Throws<ArgumentOutOfRangeException>(() => slice.Position = 5);
        Assert.Throws<ArgumentOutOfRangeException>(() => slice.Seek(-2, SeekOrigin.Current));
    }
}
