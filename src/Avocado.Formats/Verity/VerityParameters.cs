namespace Avocado.Formats.Verity;

/// <summary>What decides a hash tree besides the data. Hash type 1, SHA-256, equal data and hash block sizes.</summary>
public sealed record VerityParameters
{
    /// <summary>The block size of every image this project writes.</summary>
    public const int DefaultBlockSize = 4096;

    /// <param name="salt">0 to 256 bytes, hashed before every block.</param>
    /// <param name="uuid">The superblock's UUID.</param>
    /// <param name="blockSize">A power of two from 512 to 65536.</param>
    public VerityParameters(ReadOnlyMemory<byte> salt, Guid uuid, int blockSize = DefaultBlockSize)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(salt.Length, VeritySuperblock.MaxSaltSize, nameof(salt));
        if (!VeritySuperblock.IsBlockSize((uint)blockSize))
        {
            throw new ArgumentOutOfRangeException(nameof(blockSize));
        }
        Salt = salt;
        Uuid = uuid;
        BlockSize = blockSize;
    }

    /// <summary>Hashed before every block.</summary>
    public ReadOnlyMemory<byte> Salt { get; }

    /// <summary>The superblock's UUID.</summary>
    public Guid Uuid { get; }

    /// <summary>Size of a data block and of a hash block, in bytes.</summary>
    public int BlockSize { get; }
}
