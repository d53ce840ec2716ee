namespace Avocado.Files;

/// <summary>The bytes of a file, wherever they are. Immutable; opening may fail, reading never changes it.</summary>
public abstract record Content
{
    private protected Content(long size, Sha256Digest? digest)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        Size = size;
        Digest = digest;
    }

    /// <summary>No bytes.</summary>
    public static Content Empty { get; } = new BytesContent(ReadOnlyMemory<byte>.Empty);

    /// <summary>Length in bytes.</summary>
    public long Size { get; }

    /// <summary>SHA-256 of the bytes, when it is known without reading them.</summary>
    public Sha256Digest? Digest { get; init; }

    /// <summary>A forward stream over exactly <see cref="Size"/> bytes. The caller disposes it.</summary>
    public abstract Stream Open();

    /// <summary>The digest, computed by reading when it is not known.</summary>
    public Sha256Digest ComputeDigest()
    {
        if (Digest is { } known)
        {
            return known;
        }
        using Stream stream = Open();
        return Sha256Digest.Of(stream);
    }

    /// <summary>Reads all bytes.</summary>
    /// <param name="bytes">Exactly <see cref="Size"/> of them.</param>
    /// <exception cref="EndOfStreamException">There are fewer.</exception>
    public virtual void ReadWhole(Span<byte> bytes)
    {
        using Stream stream = Open();
        stream.ReadExactly(bytes);
    }

    /// <summary>All bytes. For small files (configuration, units); images are streamed.</summary>
    /// <exception cref="InvalidOperationException">The content has more than 64 MiB.</exception>
    public byte[] ReadAll()
    {
        if (Size > 64 << 20)
        {
            throw new InvalidOperationException("content of this size is streamed, not held");
        }
        var bytes = new byte[Size];
        ReadWhole(bytes);
        return bytes;
    }

    /// <summary>Text in UTF-8, as configuration files are written.</summary>
    public static Content Text(string text) => new BytesContent(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Bytes held in memory.</summary>
    public static Content Bytes(ReadOnlyMemory<byte> bytes) => new BytesContent(bytes);
}
