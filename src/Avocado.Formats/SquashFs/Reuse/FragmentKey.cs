using System.Buffers.Binary;
using System.Security.Cryptography;
using Avocado.Files;

namespace Avocado.Formats.SquashFs.Reuse;

/// <summary>Grows the key of a block that holds whole files, one behind the other.</summary>
internal sealed class FragmentKey : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private bool _isKnown = true;

    /// <summary>Adds a file.</summary>
    /// <param name="digest">SHA-256 of its bytes; a block with a file that has none has no key.</param>
    /// <param name="length">How many there are.</param>
    public void Add(Sha256Digest? digest, long length)
    {
        _isKnown &= digest is not null;
        if (_isKnown)
        {
            Span<byte> field = stackalloc byte[Sha256Digest.Size + sizeof(long)];
            digest!.Value.CopyTo(field);
            BinaryPrimitives.WriteInt64LittleEndian(field[Sha256Digest.Size..], length);
            _hash.AppendData(field);
        }
    }

    /// <summary>The key of what was added since the last call.</summary>
    public BlockKey? Complete()
    {
        Span<byte> digest = stackalloc byte[Sha256Digest.Size];
        _hash.GetHashAndReset(digest);
        BlockKey? key = _isKnown ? new BlockKey(new Sha256Digest(digest), BlockKey.Fragment) : null;
        _isKnown = true;
        return key;
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
