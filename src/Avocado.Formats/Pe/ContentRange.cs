using Avocado.Files;

namespace Avocado.Formats.Pe;

/// <summary>Reading a part of a file whose stream may not be able to seek.</summary>
internal static class ContentRange
{
    /// <summary>A stream over a run of a content's bytes. The caller disposes it.</summary>
    public static Stream Open(Content content, long offset, long length)
    {
        Stream stream = content.Open();
        try
        {
            Skip(stream, offset);
            return new SliceStream(stream, length);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>All bytes of a run, which the caller knows to be small.</summary>
    public static byte[] Read(Content content, long offset, long length)
    {
        var bytes = new byte[length];
        using Stream stream = Open(content, offset, length);
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static void Skip(Stream stream, long count)
    {
        if (stream.CanSeek)
        {
            stream.Seek(count, SeekOrigin.Current);
            return;
        }
        Span<byte> sink = stackalloc byte[4096];
        while (count > 0)
        {
            int part = (int)Math.Min(sink.Length, count);
            stream.ReadExactly(sink[..part]);
            count -= part;
        }
    }
}
