using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Tests.Harness;
using Avocado.Formats.Verity;

namespace Avocado.Formats.Tests.Verity;

public sealed class VerityVerifierTests
{
    // 16 digests fit a block: levels of 257, 17, 2 and 1 blocks, and the data takes more than one range of a thread.
    private const int BlockSize = 512;
    private const int Blocks = 16 * 256 + 5;

    private readonly byte[] _data = VerityTestData.Data(Blocks * BlockSize);
    private readonly byte[] _hash;
    private readonly VerityTree _tree;

    public VerityVerifierTests()
    {
        var parameters = new VerityParameters(VerityTestData.Ids.VeritySalt, VerityTestData.Ids.VerityId, BlockSize);
        _tree = VerityTestData.Tree(_data, parameters, threads: 2);
        _hash = VerityTestData.Bytes(_tree);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Good_data_has_no_fault(int threads) => Assert.Null(Find(_data, _hash, threads));

    [Theory]
    [InlineData(0)]
    [InlineData(2047)]
    [InlineData(2048)]
    [InlineData(Blocks - 1)]
    public void The_first_bad_block_is_named(int block)
    {
        _data[block * BlockSize + 17] ^= 0x40;
        _data[^1] ^= 1;
        Assert.Equal(new VerityFault(VerityFault.Data, block, block * (long)BlockSize), Find(_data, _hash, 2));
        var error = Assert.Throws<DamagedFormatException>(() => VerityVerifier.Verify(
            new MemoryStream(_data), new MemoryStream(_hash), _tree.RootHash, 1, CancellationToken.None));
        Assert.Contains($"data block {block} ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_tree_is_refused_from_the_top_down()
    {
        foreach ((int level, int block) in new[] { (3, 0), (2, 1), (1, 0), (1, 16), (0, 0), (0, 255) })
        {
            byte[] hash = (byte[])_hash.Clone();
            long offset = _tree.Layout.OffsetOf(level) + block * BlockSize;
            // The last byte of a partly filled block is padding, which the hash above covers too.
            hash[offset + BlockSize - 1] ^= 1;
            hash[^1] ^= 1;
            Assert.Equal(new VerityFault(level, block, offset), Find(_data, hash, 2));
        }
    }

    [Fact]
    public void Another_root_hash_is_refused() => Assert.Equal(3, VerityVerifier.FindFault(
        new MemoryStream(_data), new MemoryStream(_hash), Sha256Digest.Of("other"u8), 1,
        CancellationToken.None)?.Level);

    [Fact]
    public void A_tree_that_covers_only_a_part_of_the_data_has_another_root_hash()
    {
        byte[] hash = (byte[])_hash.Clone();
        VeritySuperblock less = VeritySuperblock.Read(hash) with { DataBlocks = 1 };
        less.Write(hash);
        Assert.NotNull(Find(_data, hash, 1));
    }

    [Fact]
    public void Damaged_trees_give_typed_errors_or_a_fault()
    {
        byte[] data = VerityTestData.Data(300 * 4096);
        VerityTree tree = VerityTestData.Tree(data);
        byte[] hash = VerityTestData.Bytes(tree);
        var run = new DamageRun(hash, bad =>
        {
            VerityFault? fault = VerityVerifier.FindFault(
                new MemoryStream(data), new MemoryStream(bad), tree.RootHash, 1, CancellationToken.None);
            // Only bytes that decide nothing may change unseen: the UUID and the padding of the superblock.
            Assert.True(fault is not null || Neutral(bad, hash));
        });
        run.Truncate().FlipBits(400).FlipBits(400, 0, VeritySuperblock.Size).Overwrite(300, 0, VeritySuperblock.Size);
        Assert.InRange(run.Refused, 600, int.MaxValue);
    }

    private static bool Neutral(byte[] bad, byte[] good)
    {
        bad = (byte[])bad.Clone();
        good.AsSpan(16, 16).CopyTo(bad.AsSpan(16));
        return VeritySuperblock.Read(bad).Salt.Span.SequenceEqual(VeritySuperblock.Read(good).Salt.Span)
            && bad.AsSpan(4096).SequenceEqual(good.AsSpan(4096));
    }

    private VerityFault? Find(byte[] data, byte[] hash, int threads) => VerityVerifier.FindFault(
        new MemoryStream(data), new MemoryStream(hash), _tree.RootHash, threads, CancellationToken.None);
}
