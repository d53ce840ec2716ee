using Avocado.Formats.Segments;
using Avocado.Formats.Verity;
using Avocado.Testing;

namespace Avocado.Formats.Tests.Verity;

public sealed class VerityTreeTests
{
    [ToolTheory("veritysetup")]
    [InlineData(1, 4096, 32)]
    [InlineData(2, 4096, 32)]
    [InlineData(128, 4096, 32)]
    [InlineData(129, 4096, 0)]
    [InlineData(768, 4096, 256)]
    [InlineData(16385, 4096, 32)]
    [InlineData(300, 512, 32)]
    [InlineData(5, 1024, 1)]
    public void A_tree_is_byte_for_byte_what_veritysetup_writes(int blocks, int blockSize, int saltSize)
    {
        using var folder = new TemporaryFolder();
        byte[] data = VerityTestData.Data(blocks * blockSize);
        byte[] salt = VerityTestData.Data(saltSize);
        Guid uuid = VerityTestData.Ids.VerityId;
        string dataFile = folder.Write("data", data);
        string hashFile = folder["hash"];
        ForeignTool.Run("veritysetup", "format", dataFile, hashFile, $"--uuid={uuid}",
            "--salt=" + (saltSize == 0 ? "-" : Convert.ToHexStringLower(salt)),
            $"--data-block-size={blockSize}", $"--hash-block-size={blockSize}", $"--root-hash-file={folder["root"]}");

        VerityTree tree = VerityTestData.Tree(data, new VerityParameters(salt, uuid, blockSize));

        Assert.Equal(File.ReadAllText(folder["root"]).Trim(), tree.RootHash.ToString());
        // For a single block veritysetup writes no more than the superblock's 512 bytes; ours fills its hash block.
        byte[] expected = File.ReadAllBytes(hashFile);
        Array.Resize(ref expected, Math.Max(expected.Length, blockSize));
        Assert.Equal(expected, VerityTestData.Bytes(tree));
        Assert.Equal(VerityLayout.Of(data.Length, blockSize).HashLength, tree.Length);
    }

    [ToolTheory("veritysetup")]
    [InlineData(1)]
    [InlineData(1000)]
    public void Veritysetup_verifies_our_tree_and_refuses_changed_data(int blocks)
    {
        using var folder = new TemporaryFolder();
        byte[] data = VerityTestData.Data(blocks * 4096);
        VerityTree tree = VerityTestData.Tree(data);
        string hashFile = folder.Write("hash", VerityTestData.Bytes(tree));
        string root = tree.RootHash.ToString();
        ForeignTool.Run("veritysetup", "verify", folder.Write("data", data), hashFile, root);
        data[^1] ^= 1;
        string changed = folder.Write("data", data);
        Assert.NotEqual(0, ForeignTool.Try("veritysetup", "verify", changed, hashFile, root).ExitCode);
    }

    [Fact]
    public void The_same_data_gives_the_same_tree_whatever_the_threads_and_the_pieces()
    {
        byte[] data = VerityTestData.Data(5 * (1 << 20) + 3 * 4096);
        data.AsSpan(1 << 20, 3 << 19).Clear();
        byte[] expected = VerityTestData.Bytes(VerityTestData.Tree(data));
        foreach (int threads in new[] { 2, 3, 8 })
        {
            Assert.Equal(expected, VerityTestData.Bytes(VerityTestData.Tree(data, threads: threads)));
            using var builder = new VerityTreeBuilder(VerityTestData.Parameters, threads);
            using var copy = new MemoryStream();
            var output = new VerityOutput(new StreamOutput(copy), builder);
            output.Write(data.AsSpan(0, 1 << 20));
            output.Skip(3 << 19);
            for (int at = 5 << 19; at < data.Length; at += 777)
            {
                output.Write(data.AsSpan(at, Math.Min(777, data.Length - at)));
            }
            using var hash = new MemoryStream();
            VerityResult result = builder.WriteTo(new StreamOutput(hash), CancellationToken.None);
            Assert.Equal(expected, hash.ToArray());
            Assert.Equal(data, copy.ToArray());
            Assert.Equal(expected.Length, result.HashLength);
            Assert.Equal(data.Length / 4096, result.DataBlocks);
        }
    }

    [Fact]
    public void A_stream_that_ends_early_is_a_typed_error()
    {
        using var stream = new MemoryStream(new byte[8192]);
        Assert.Equal("AVO0104", Assert.Throws<Files.Diagnostics.AvocadoException>(() => VerityTree.Compute(
            stream, 12288, VerityTestData.Parameters, 2, CancellationToken.None)).Code.Id);
    }

    [Fact]
    public void Data_that_is_no_multiple_of_the_block_size_has_no_tree()
    {
        using var builder = new VerityTreeBuilder(VerityTestData.Parameters);
        Assert.Throws<InvalidOperationException>(builder.Complete);
        builder.Append(new byte[100]);
        Assert.Throws<InvalidOperationException>(builder.Complete);
        Assert.Throws<ArgumentOutOfRangeException>(() => VerityLayout.Of(4097));
        builder.AppendZeros(4096 - 100);
        VerityTree tree = builder.Complete();
        Assert.Equal(tree.RootHash, builder.Complete().RootHash);
        Assert.Throws<InvalidOperationException>(() => builder.Append(new byte[1 << 20]));
    }

    [Fact]
    public void A_superblock_is_read_as_it_was_written()
    {
        byte[] hash = VerityTestData.Bytes(VerityTestData.Tree(VerityTestData.Data(40960)));
        VeritySuperblock superblock = VeritySuperblock.Read(hash);
        Assert.Equal(VerityTestData.Ids.VerityId, superblock.Uuid);
        Assert.Equal(10, superblock.DataBlocks);
        Assert.Equal(4096, superblock.DataBlockSize);
        Assert.Equal(VerityTestData.Ids.VeritySalt, superblock.Salt.ToArray());
        var again = new byte[VeritySuperblock.Size];
        superblock.Write(again);
        Assert.Equal(hash[..VeritySuperblock.Size], again);
    }
}
