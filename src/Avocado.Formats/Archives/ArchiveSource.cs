using System.Buffers;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Archives;

/// <summary>
/// The bytes of an archive whose members follow one another, read forward. It knows where the open member ends, and
/// says it where the source is cut off.
/// </summary>
/// <param name="source">The archive; it need not seek. The caller keeps it.</param>
/// <param name="format">The format's name for messages.</param>
internal sealed class ArchiveSource(Stream source, string format)
{
    private const int SkipSize = 1 << 16;
    private long _memberLeft;
    private int _memberPadding;

    /// <summary>Changes when the current member's stream ends or is replaced.</summary>
    public int Generation { get; private set; }

    /// <summary>What is left of the current member's content in bytes.</summary>
    public long MemberLeft => _memberLeft;

    /// <summary>The error that says <paramref name="what"/> is wrong.</summary>
    public DamagedFormatException Damaged(string what) => new(format, what);

    /// <summary>The error that says that <paramref name="what"/> cannot be read.</summary>
    public AvocadoException Unsupported(string what) => Codes.UnsupportedFormat.Error(format, what);

    /// <summary>Fills <paramref name="destination"/>; false when the source ended before its first byte.</summary>
    public bool TryReadExactly(Span<byte> destination)
    {
        int read = source.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        return read == destination.Length || (read == 0 ? false : throw Truncated());
    }

    /// <summary>Fills <paramref name="destination"/>.</summary>
    public void ReadExactly(Span<byte> destination)
    {
        if (!TryReadExactly(destination))
        {
            throw Truncated();
        }
    }

    /// <summary>Notes that a member's content begins here.</summary>
    /// <param name="size">Its size in bytes.</param>
    /// <param name="padding">Bytes between its end and the next header.</param>
    public void BeginMember(long size, int padding)
    {
        _memberLeft = size;
        _memberPadding = padding;
    }

    /// <summary>A stream over what is left of the current member; an earlier one is closed.</summary>
    public Stream OpenMember()
    {
        Generation++;
        return new MemberStream(this, _memberLeft);
    }

    /// <summary>Reads from the current member.</summary>
    public int ReadMember(Span<byte> destination)
    {
        int wanted = (int)Math.Min(destination.Length, _memberLeft);
        if (wanted == 0)
        {
            return 0;
        }
        int count = source.Read(destination[..wanted]);
        _memberLeft -= count;
        return count > 0 ? count : throw Truncated();
    }

    /// <summary>Reads the rest of the current member, which is known to be small, and ends the member.</summary>
    public byte[] TakeMember()
    {
        var content = new byte[_memberLeft];
        ReadExactly(content);
        _memberLeft = 0;
        EndMember();
        return content;
    }

    /// <summary>Goes to the next header.</summary>
    public void EndMember()
    {
        Generation++;
        Skip(_memberLeft + _memberPadding);
        BeginMember(0, 0);
    }

    /// <summary>Reads to the end of the source, so that decompressors and hashes below see all of it.</summary>
    public void Drain()
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(SkipSize);
        try
        {
            while (source.Read(buffer) > 0)
            {
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Skip(long count)
    {
        if (count > SkipSize && source.CanSeek)
        {
            // Seeking past the end would hide that the archive is cut off.
            if (count > source.Length - source.Position)
            {
                throw Truncated();
            }
            source.Seek(count, SeekOrigin.Current);
            return;
        }
        if (count == 0)
        {
            return;
        }
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(SkipSize, count));
        try
        {
            while (count > 0)
            {
                int read = source.Read(buffer, 0, (int)Math.Min(buffer.Length, count));
                count -= read > 0 ? read : throw Truncated();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private DamagedFormatException Truncated() => Damaged("it ends too early; it was cut off");
}
