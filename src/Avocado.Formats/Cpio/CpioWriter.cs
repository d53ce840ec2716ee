using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Segments;

namespace Avocado.Formats.Cpio;

/// <summary>
/// Writes a tree as a "newc" archive, as the kernel unpacks it for an initrd: entries in the tree's order, inodes
/// numbered from 1, device 0. The same tree gives the same bytes.
/// </summary>
public static class CpioWriter
{
    /// <summary>The archive ends at a multiple of this many bytes, as GNU cpio's do.</summary>
    public const int BlockSize = 512;

    private const string TrailerName = "TRAILER!!!";

    /// <summary>Writes a tree to a stream.</summary>
    /// <param name="tree">What to write.</param>
    /// <param name="output">Written forward from where it stands.</param>
    /// <param name="sourceDate">Seconds since 1970: no member is newer.</param>
    /// <param name="cancellation">Stops between files.</param>
    /// <exception cref="AvocadoException">AVO0203: something that cpio cannot hold.</exception>
    public static void Write(
        FileTree tree, Stream output, long sourceDate, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        Write(tree, new ForwardOutput(output), sourceDate, cancellation);
    }

    /// <summary>Writes a tree to an image.</summary>
    /// <inheritdoc cref="Write(FileTree, Stream, long, CancellationToken)"/>
    public static void Write(
        FileTree tree, IImageOutput output, long sourceDate, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(output);
        foreach (Entry entry in tree.Entries)
        {
            Check(entry);
        }
        long origin = output.Position;
        var links = new CpioLinks(tree);
        foreach (Entry entry in tree.Entries)
        {
            cancellation.ThrowIfCancellationRequested();
            (uint inode, uint count, bool carriesData) = links.Next(entry);
            Content content = entry.Kind == EntryKind.SymbolicLink ? Content.Bytes(entry.LinkTarget)
                : carriesData ? entry.Content
                : Content.Empty;
            var header = new CpioHeader
            {
                Inode = inode,
                Mode = CpioKind.ModeOf(entry),
                Uid = entry.Uid,
                Gid = entry.Gid,
                LinkCount = count,
                ModificationTime = (uint)Math.Clamp(entry.ResolveModificationTime(sourceDate), 0, uint.MaxValue),
                FileSize = (uint)content.Size,
                Device = entry.Device,
                NameSize = 0,
            };
            WriteHeader(output, origin, header, entry.Path.IsRoot ? "."u8 : entry.Path.Bytes);
            new ContentSegment(content).WriteTo(output, cancellation);
            Pad(output, origin, CpioHeader.Alignment);
        }
        WriteTrailer(output, origin);
    }

    private static void WriteTrailer(IImageOutput output, long origin)
    {
        var header = new CpioHeader
        {
            Inode = 0,
            Mode = 0,
            Uid = 0,
            Gid = 0,
            LinkCount = 1,
            ModificationTime = 0,
            FileSize = 0,
            NameSize = 0,
        };
        WriteHeader(output, origin, header, System.Text.Encoding.ASCII.GetBytes(TrailerName));
        Pad(output, origin, BlockSize);
    }

    private static void WriteHeader(IImageOutput output, long origin, CpioHeader header, ReadOnlySpan<byte> name)
    {
        Span<byte> bytes = stackalloc byte[CpioHeader.Size];
        (header with { NameSize = (uint)name.Length + 1 }).Write(bytes);
        output.Write(bytes);
        output.Write(name);
        output.Write([0]);
        Pad(output, origin, CpioHeader.Alignment);
    }

    private static void Pad(IImageOutput output, long origin, int multiple)
    {
        Span<byte> zeros = stackalloc byte[BlockSize];
        zeros.Clear();
        output.Write(zeros[..(int)(-(output.Position - origin) & (multiple - 1))]);
    }

    private static void Check(Entry entry)
    {
        if (entry.Content.Size > uint.MaxValue)
        {
            throw Codes.FormatLimit.Error("an initrd",
                $"{entry.Path} has {entry.Content.Size} bytes; less than 4 GiB fit");
        }
        if (!entry.Attributes.IsEmpty)
        {
            throw Codes.FormatLimit.Error("an initrd",
                $"{entry.Path} has the extended attribute {entry.Attributes[0].Name}; leave it out");
        }
        if (entry.Path.Bytes.SequenceEqual(System.Text.Encoding.ASCII.GetBytes(TrailerName)))
        {
            throw Codes.FormatLimit.Error("an initrd", $"{entry.Path}, which would end it");
        }
    }

    /// <summary>
    /// A stream that is written from where it stands: no seeking, so that compressors can be behind it.
    /// </summary>
    private sealed class ForwardOutput(Stream stream) : IImageOutput
    {
        public long Position { get; private set; }

        public void Write(ReadOnlySpan<byte> bytes)
        {
            stream.Write(bytes);
            Position += bytes.Length;
        }

        public void Skip(long count)
        {
            ReadOnlySpan<byte> zeros = stackalloc byte[4096];
            for (; count > 0; count -= Math.Min(count, zeros.Length))
            {
                Write(zeros[..(int)Math.Min(count, zeros.Length)]);
            }
        }
    }
}
