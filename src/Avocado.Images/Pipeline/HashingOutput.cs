using System.Security.Cryptography;
using Avocado.Files;
using Avocado.Formats.Segments;

namespace Avocado.Images.Pipeline;

/// <summary>Hashes what passes on its way to another output; a hole counts as its zeros.</summary>
internal sealed class HashingOutput(IImageOutput inner) : IImageOutput, IKnownParts, IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <inheritdoc/>
    public long Position => inner.Position;

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        inner.Write(bytes);
    }

    /// <inheritdoc/>
    public void Skip(long count)
    {
        _hash.AppendZeros(count);
        inner.Skip(count);
    }

    /// <summary>Nothing stays unread: all of it is hashed.</summary>
    public bool Has(Sha256Digest content) => false;

    /// <inheritdoc/>
    public void Note(long start, Sha256Digest content) => (inner as IKnownParts)?.Note(start, content);

    /// <summary>The digest of everything so far.</summary>
    public Sha256Digest Complete()
    {
        Span<byte> digest = stackalloc byte[Sha256Digest.Size];
        _hash.GetHashAndReset(digest);
        return new Sha256Digest(digest);
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
