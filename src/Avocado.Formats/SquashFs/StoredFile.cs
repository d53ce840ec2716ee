using System.Buffers;
using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.SquashFs;

/// <summary>The data of a regular file in the image; files of equal bytes share one.</summary>
internal sealed class StoredFile
{
    private readonly Entry _entry;

    public StoredFile(Entry entry, SquashFsOptions options)
    {
        _entry = entry;
        long blocks = Length / options.BlockSize;
        int tail = (int)(Length % options.BlockSize);
        bool packed = tail > 0 && options.Fragments && (blocks == 0 || options.TailPacking);
        TailLength = packed ? tail : 0;
        blocks += tail > 0 && !packed ? 1 : 0;
        if (blocks > Array.MaxLength)
        {
            throw SquashFsFormat.Limit($"{entry.Path} has {Length} bytes");
        }
        Blocks = blocks == 0 ? StoredBlocks.None : new StoredBlocks((int)blocks);
    }

    /// <summary>The file's first name.</summary>
    public UnixPath Path => _entry.Path;

    /// <summary>Bytes of the file; never 0.</summary>
    public long Length => _entry.Content.Size;

    /// <summary>Its own blocks, filled in as they are written.</summary>
    public StoredBlocks Blocks { get; }

    /// <summary>How many of its last bytes are in a fragment.</summary>
    public int TailLength { get; }

    /// <summary>The fragment with its tail, or <see cref="SquashFsFormat.None"/>.</summary>
    public uint Fragment { get; set; } = SquashFsFormat.None;

    /// <summary>Where in the fragment the tail is.</summary>
    public int FragmentOffset { get; set; }

    /// <summary>A forward stream over the file.</summary>
    /// <exception cref="AvocadoException">AVO0104: the input cannot be read.</exception>
    public Stream Open()
    {
        try
        {
            return _entry.Content.Open();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Codes.InputChanged.Error(_entry.Path, error.Message);
        }
    }

    /// <summary>Moves a stream that stands at the start of the file forward.</summary>
    /// <exception cref="AvocadoException">AVO0104: the input ended early or cannot be read.</exception>
    public void Skip(Stream stream, long count)
    {
        if (stream.CanSeek)
        {
            stream.Seek(count, SeekOrigin.Current);
            return;
        }
        byte[] skipped = ArrayPool<byte>.Shared.Rent(1 << 16);
        for (; count > 0; count -= Math.Min(count, skipped.Length))
        {
            Read(stream, skipped.AsSpan(0, (int)Math.Min(count, skipped.Length)));
        }
        ArrayPool<byte>.Shared.Return(skipped);
    }

    /// <summary>Reads the next bytes of <paramref name="stream"/>.</summary>
    /// <exception cref="AvocadoException">AVO0104: the input ended early or cannot be read.</exception>
    public void Read(Stream stream, Span<byte> bytes)
    {
        try
        {
            stream.ReadExactly(bytes);
        }
        catch (EndOfStreamException)
        {
            throw Codes.InputChanged.Error(_entry.Path, "it is shorter than it was");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Codes.InputChanged.Error(_entry.Path, error.Message);
        }
    }

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="AvocadoException">AVO0104: the input is shorter than it was or cannot be read.</exception>
    public static void ReadWhole(Entry entry, Span<byte> bytes)
    {
        try
        {
            entry.Content.ReadWhole(bytes);
        }
        catch (EndOfStreamException)
        {
            throw Codes.InputChanged.Error(entry.Path, "it is shorter than it was");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Codes.InputChanged.Error(entry.Path, error.Message);
        }
    }

    /// <summary>The SHA-256 of the bytes, computed by reading when it is not known.</summary>
    /// <exception cref="AvocadoException">AVO0104: the input cannot be read.</exception>
    public static Sha256Digest Digest(Entry entry)
    {
        try
        {
            return entry.Content.ComputeDigest();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Codes.InputChanged.Error(entry.Path, error.Message);
        }
    }
}
