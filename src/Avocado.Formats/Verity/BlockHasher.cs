using System.Security.Cryptography;
using Avocado.Files;

namespace Avocado.Formats.Verity;

/// <summary>Hash type 1: SHA-256 over the salt, then the block. Belongs to one thread.</summary>
internal sealed class BlockHasher
{
    private readonly byte[] _message;
    private readonly int _saltSize;

    public BlockHasher(ReadOnlySpan<byte> salt, int blockSize)
    {
        _saltSize = salt.Length;
        _message = new byte[salt.Length + blockSize];
        salt.CopyTo(_message);
    }

    /// <summary>Hashes one block of the size this hasher was made for.</summary>
    public void Hash(ReadOnlySpan<byte> block, Span<byte> digest)
    {
        block.CopyTo(_message.AsSpan(_saltSize));
        SHA256.HashData(_message, digest);
    }

    /// <summary>Hashes whole blocks, one after the other.</summary>
    public void HashAll(ReadOnlySpan<byte> blocks, Span<byte> digests)
    {
        int blockSize = _message.Length - _saltSize;
        for (; blocks.Length >= blockSize; blocks = blocks[blockSize..], digests = digests[Sha256Digest.Size..])
        {
            Hash(blocks[..blockSize], digests[..Sha256Digest.Size]);
        }
    }
}
