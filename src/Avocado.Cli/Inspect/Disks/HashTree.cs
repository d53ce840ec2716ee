using System.Security.Cryptography;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Verity;

namespace Avocado.Cli.Inspect.Disks;

/// <summary>The head of a hash tree: superblock and the root hash that its top comes to.</summary>
/// <param name="Superblock">Its superblock.</param>
/// <param name="RootHash">What the top block hashes to; null for a tree without levels, over one data block.</param>
internal sealed record HashTree(VeritySuperblock Superblock, Sha256Digest? RootHash)
{
    private const string FormatName = "dm-verity";

    /// <summary>Reads superblock and top block.</summary>
    /// <exception cref="AvocadoException">AVO0201, AVO0202: damaged, or another kind of tree.</exception>
    public static HashTree Read(Stream hash)
    {
        var head = new byte[VeritySuperblock.Size];
        hash.Position = 0;
        int read = hash.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        VeritySuperblock superblock = VeritySuperblock.Read(head.AsSpan(0, read));
        if (superblock.DataBlockSize != superblock.HashBlockSize)
        {
            throw Codes.UnsupportedFormat.Error(FormatName, "data and hash blocks of different sizes");
        }
        // Above one data block the top level is one block, right behind the superblock's.
        return new HashTree(
            superblock, superblock.DataBlocks == 1 ? null : HashBlock(hash, superblock, superblock.HashBlockSize));
    }

    /// <summary>The root hash, with the data for a tree without levels.</summary>
    public Sha256Digest RootHashOver(Stream data) => RootHash ?? HashBlock(data, Superblock, 0);

    private static Sha256Digest HashBlock(Stream stream, VeritySuperblock superblock, long position)
    {
        var block = new byte[superblock.HashBlockSize];
        stream.Position = position;
        if (stream.ReadAtLeast(block, block.Length, throwOnEndOfStream: false) < block.Length)
        {
            throw new DamagedFormatException(FormatName, $"the block at byte {position} is cut off");
        }
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(superblock.Salt.Span);
        hash.AppendData(block);
        return new Sha256Digest(hash.GetHashAndReset());
    }
}
