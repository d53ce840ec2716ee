using System.Buffers;
using System.Security.Cryptography;
using Avocado.Files;

namespace Avocado.Cli.Inspect.FileSystems;

/// <summary>A file of an image on this host, so that it can be read at any place. It is gone when it is closed.</summary>
/// <param name="Stream">The copy, at its start; zeros are holes.</param>
/// <param name="Digest">SHA-256 of the bytes.</param>
internal sealed record ScratchCopy(FileStream Stream, Sha256Digest Digest) : IDisposable
{
    private const int BlockSize = 1 << 20;

    /// <summary>Copies a stream.</summary>
    public static ScratchCopy Of(Stream source, CancellationToken cancellation)
    {
        var copy = new FileStream(
            Path.Combine(Path.GetTempPath(), "avocado-" + Path.GetRandomFileName()), FileMode.CreateNew,
            FileAccess.ReadWrite, FileShare.None, 4096, FileOptions.DeleteOnClose);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            int read;
            while ((read = source.ReadAtLeast(buffer, BlockSize, throwOnEndOfStream: false)) > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                ReadOnlySpan<byte> block = buffer.AsSpan(0, read);
                hash.AppendData(block);
                if (block.ContainsAnyExcept((byte)0))
                {
                    copy.Write(block);
                }
                else
                {
                    copy.Position += block.Length;
                }
            }
            copy.SetLength(copy.Position);
            copy.Position = 0;
            return new ScratchCopy(copy, new Sha256Digest(hash.GetHashAndReset()));
        }
        catch
        {
            copy.Dispose();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Stream.Dispose();
}
