using System.Security.Cryptography;
using Avocado.Files;

namespace Avocado.Packages.Caching;

/// <summary>Hashes what is written through it to a stream that it owns.</summary>
internal sealed class HashingStream(Stream target) : WriteOnlyStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _length;

    /// <inheritdoc/>
    public override long Length => _length;

    /// <inheritdoc/>
    public override long Position => _length;

    /// <summary>Ends writing and closes the target.</summary>
    public Blob Finish()
    {
        target.Dispose();
        return new Blob(new Sha256Digest(_hash.GetHashAndReset()), _length);
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        target.Write(buffer);
        _hash.AppendData(buffer);
        _length += buffer.Length;
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await target.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        _hash.AppendData(buffer.Span);
        _length += buffer.Length;
    }

    /// <inheritdoc/>
    public override void Flush() => target.Flush();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            target.Dispose();
            _hash.Dispose();
        }
        base.Dispose(disposing);
    }
}
