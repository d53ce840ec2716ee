using Avocado.Formats.Verity;

namespace Avocado.Formats.Tests.Verity;

public sealed class VerityStreamTests
{
    [Theory]
    [InlineData(4096, 1)]
    [InlineData((5 << 20) + 4096, 1)]
    [InlineData((5 << 20) + 4096, 4)]
    public void The_tree_of_what_was_written_is_the_tree_of_the_file(int length, int threads)
    {
        byte[] data = VerityTestData.Data(length);
        using var file = new MemoryStream();
        using var stream = new VerityStream(file, VerityTestData.Parameters, threads);
        for (int at = 0, size = 1; at < length; at += size, size = (size * 3 % 70_001) + 1)
        {
            stream.Write(data.AsSpan(at, Math.Min(size, length - at)));
        }
        // Superblocks come last; so do words in the middle and in the last block, which is not hashed yet.
        foreach (int at in (int[])[0, length / 2, length - 96])
        {
            data.AsSpan(at, 96).Fill(0xA5);
            stream.Position = at;
            stream.Write(data.AsSpan(at, 96));
        }
        VerityTree tree = stream.Complete();
        Assert.Equal(data, file.ToArray());
        Assert.Equal(VerityTestData.Bytes(VerityTestData.Tree(data)), VerityTestData.Bytes(tree));
        Assert.Equal(VerityTestData.Tree(data).RootHash, tree.RootHash);
    }

    [Fact]
    public void A_write_over_the_end_changes_and_appends()
    {
        byte[] data = VerityTestData.Data(3 * 4096);
        using var file = new MemoryStream();
        using var stream = new VerityStream(file, VerityTestData.Parameters, 2);
        stream.Write(new byte[5000]);
        stream.Position = 0;
        stream.Write(data);
        Assert.Equal(VerityTestData.Tree(data).RootHash, stream.Complete().RootHash);
    }

    [Fact]
    public void What_would_leave_a_hole_is_refused()
    {
        using var file = new MemoryStream();
        using var stream = new VerityStream(file, VerityTestData.Parameters, 1);
        stream.Position = 4096;
        Assert.Throws<NotSupportedException>(() => stream.Write(new byte[4096]));
    }
}
