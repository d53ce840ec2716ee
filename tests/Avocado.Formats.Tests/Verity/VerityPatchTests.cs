using Avocado.Files.Diagnostics;
using Avocado.Formats.Segments;
using Avocado.Formats.Verity;
using Avocado.Testing;

namespace Avocado.Formats.Tests.Verity;

/// <summary>An image that is written over an earlier one is the image, and its tree is its tree.</summary>
public sealed class VerityPatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Only_blocks_that_differ_are_written(int threads)
    {
        byte[] earlier = VerityTestData.Data((5 << 20) + 8192);
        byte[] image = [.. earlier];
        image[70_000] ^= 1;
        image[(3 << 20) + 4095] ^= 1;
        image[(3 << 20) + 4096] ^= 1;
        Assert.Equal(3 * 4096, Patch(earlier, image, threads));
    }

    [Theory]
    [InlineData(5 << 20, (5 << 20) + 12_288)]
    [InlineData((5 << 20) + 12_288, 5 << 20)]
    [InlineData(3 << 20, 4096)]
    [InlineData(8192, 3 << 20)]
    public void Images_may_become_longer_and_shorter(int before, int after)
    {
        byte[] longer = VerityTestData.Data(Math.Max(before, after));
        Assert.Equal(Math.Max(0, after - before), Patch(longer[..before], longer[..after], 2));
        Patch(VerityTestData.Data(before), VerityTestData.Data(after), 2);
    }

    [Fact]
    public void A_superblock_that_comes_last_is_in_the_image_and_in_the_tree()
    {
        byte[] earlier = VerityTestData.Data(3 << 20);
        byte[] image = [.. earlier];
        image.AsSpan(0, 96).Fill(0xA5);
        using FileStream file = Open(earlier);
        using VerityStream stream = Over(file, earlier);
        stream.Write(new byte[96]);
        stream.Write(image.AsSpan(96));
        stream.Position = 0;
        stream.Write(image.AsSpan(0, 96));
        stream.Position = image.Length;
        Check(image, stream.Complete(), file);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void What_is_kept_is_not_read_and_has_the_digests_that_it_had(int threads)
    {
        // More than the leaves that lie in one piece.
        byte[] earlier = VerityTestData.Data(40 << 20);
        byte[] image = [.. earlier];
        image[(7 << 20) + 5000] ^= 1;
        image[^1] ^= 1;
        using FileStream file = Open(earlier);
        var patch = new VerityPatch(file.SafeFileHandle, VerityTestData.Tree(earlier));
        file.SetLength(7 << 20);
        using var stream = new VerityStream(file, VerityTestData.Parameters, threads, patch);
        stream.Keep(4096);
        stream.Write(image.AsSpan(4096, 4096));
        stream.Keep((7 << 20) - 8192);
        stream.Write(image.AsSpan(7 << 20, 3 << 12));
        stream.Keep((33 << 20) - (4 << 12));
        stream.Write(image.AsSpan(^4096));
        VerityTree tree = stream.Complete();
        Assert.Equal(VerityTestData.Bytes(VerityTestData.Tree(image)), VerityTestData.Bytes(tree));
        Assert.Equal([new ByteRange(7 << 20, 3 << 12), new ByteRange((40 << 20) - 4096, 4096)], patch.Changes);
    }

    [Fact]
    public void Only_whole_blocks_at_the_end_of_what_is_written_are_kept()
    {
        byte[] earlier = VerityTestData.Data(1 << 20);
        using FileStream file = Open(earlier);
        using VerityStream stream = Over(file, earlier);
        Assert.Throws<ArgumentException>(() => stream.Keep(100));
        stream.Write(new byte[100]);
        Assert.Throws<ArgumentException>(() => stream.Keep(4096));
        stream.Position = 0;
        Assert.Throws<InvalidOperationException>(() => stream.Keep(4096));
    }

    [Fact]
    public void A_tree_is_read_from_its_leaves_whatever_is_above_them()
    {
        byte[] data = VerityTestData.Data(200 * 4096);
        VerityTree tree = VerityTestData.Tree(data);
        byte[] bytes = VerityTestData.Bytes(tree);
        Assert.Equal(tree.RootHash, Read(bytes)!.RootHash);
        bytes[4096] ^= 1;
        Assert.Equal(tree.RootHash, Read(bytes)!.RootHash);
        bytes[^5000] ^= 1;
        Assert.NotEqual(tree.RootHash, Read(bytes)!.RootHash);

        VerityTree? Read(byte[] hashes) =>
            VerityTree.TryRead(new MemoryStream(hashes), data.Length, VerityTestData.Parameters);
    }

    [Fact]
    public void A_tree_of_other_data_or_parameters_is_not_taken()
    {
        byte[] bytes = VerityTestData.Bytes(VerityTestData.Tree(VerityTestData.Data(200 * 4096)));
        VerityParameters same = VerityTestData.Parameters;
        Assert.Null(VerityTree.TryRead(new MemoryStream(bytes), 199 * 4096, same));
        Assert.Null(VerityTree.TryRead(new MemoryStream(bytes), 201 * 4096, same));
        Assert.Null(VerityTree.TryRead(
            new MemoryStream(bytes), 200 * 4096, new VerityParameters(new byte[32], same.Uuid)));
        Assert.Null(VerityTree.TryRead(
            new MemoryStream(bytes), 200 * 4096, new VerityParameters(same.Salt, Guid.Empty)));
        Assert.Null(VerityTree.TryRead(new MemoryStream(bytes[..^1]), 200 * 4096, same));
        Assert.Throws<DamagedFormatException>(
            () => VerityTree.TryRead(new MemoryStream(new byte[bytes.Length]), 200 * 4096, same));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Writes one image over the other and checks what comes of it.</summary>
    /// <returns>How many bytes were written.</returns>
    private long Patch(byte[] earlier, byte[] image, int threads)
    {
        using FileStream file = Open(earlier);
        var patch = new VerityPatch(file.SafeFileHandle, VerityTestData.Tree(earlier));
        using var stream = new VerityStream(file, VerityTestData.Parameters, threads, patch);
        for (int at = 0; at < image.Length; at += 70_001)
        {
            stream.Write(image.AsSpan(at, Math.Min(70_001, image.Length - at)));
        }
        Check(image, stream.Complete(), file);
        return patch.Changes.Sum(range => range.Length);
    }

    private static VerityStream Over(FileStream file, byte[] earlier) => new(
        file, VerityTestData.Parameters, 2, new VerityPatch(file.SafeFileHandle, VerityTestData.Tree(earlier)));

    private FileStream Open(byte[] earlier) =>
        new(_folder.Write("image", earlier), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 1);

    private static void Check(byte[] image, VerityTree tree, FileStream file)
    {
        file.Position = 0;
        var written = new byte[file.Length];
        file.ReadExactly(written);
        Assert.Equal(image, written);
        Assert.Equal(VerityTestData.Bytes(VerityTestData.Tree(image)), VerityTestData.Bytes(tree));
    }
}
