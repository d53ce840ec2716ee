using Avocado.Formats.Compression.Checksums;
using Microsoft.Win32.SafeHandles;

namespace Avocado.Formats.SquashFs.Reuse;

/// <summary>
/// Blocks of an earlier image that can be taken over as they are stored. Safe for several threads. The image must not
/// change while it is open; a block whose bytes are not what they were is not found.
/// </summary>
public sealed class KnownBlocks : IDisposable
{
    private readonly BlockIndex _index;
    private readonly SafeFileHandle _image;

    private KnownBlocks(BlockIndex index, SafeFileHandle image)
    {
        _index = index;
        _image = image;
    }

    /// <summary>Opens an image with its index; null when they do not belong together.</summary>
    public static KnownBlocks? TryOpen(BlockIndex index, string imagePath)
    {
        ArgumentNullException.ThrowIfNull(index);
        SafeFileHandle image;
        try
        {
            // A layout over a base writes into this file once all blocks are read.
            image = File.OpenHandle(imagePath, share: FileShare.ReadWrite, options: FileOptions.RandomAccess);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        if (RandomAccess.GetLength(image) == index.ImageLength)
        {
            return new KnownBlocks(index, image);
        }
        image.Dispose();
        return null;
    }

    /// <summary>How the blocks are encoded.</summary>
    public string Encoding => _index.Encoding;

    /// <inheritdoc/>
    public void Dispose() => _image.Dispose();

    /// <summary>Where a block is.</summary>
    internal BlockPlace? Find(BlockKey key) => _index.Blocks.TryGetValue(key, out BlockPlace place) ? place : null;

    /// <summary>Reads a block's stored bytes; false when they are not what they were.</summary>
    internal bool TryRead(BlockPlace place, Span<byte> stored)
    {
        int done = 0;
        while (done < stored.Length)
        {
            int read = RandomAccess.Read(_image, stored[done..], place.Position + done);
            if (read == 0)
            {
                return false;
            }
            done += read;
        }
        var hash = new XxHash64();
        hash.Append(stored);
        return hash.Value == place.Check;
    }
}
