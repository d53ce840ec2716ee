using System.Collections.Immutable;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Pe;

/// <summary>
/// Which bytes of an image an Authenticode signature covers ("Windows Authenticode Portable Executable Signature
/// Format", Calculating the PE Image Hash): all but the checksum, the certificate table and its directory entry.
/// </summary>
internal static class AuthenticodeRanges
{
    /// <summary>A run of bytes of the file.</summary>
    public readonly record struct Range(long Offset, long Length)
    {
        public long End => Offset + Length;
    }

    /// <summary>The covered runs in the order in which they are hashed, neighbours joined.</summary>
    /// <exception cref="DamagedFormatException">Sections overlap, or headers end before their fields.</exception>
    public static ImmutableArray<Range> Of(PeImage image)
    {
        long checkSum = image.OptionalOffset + OptionalHeader.CheckSumAt;
        long directory = image.OptionalOffset + OptionalHeader.CertificateTableAt;
        var ranges = new List<Range>
        {
            new(0, checkSum),
            Between(checkSum + sizeof(uint), directory),
            Between(directory + DataDirectory.Size, image.Optional.HeadersSize),
        };
        long hashed = image.Optional.HeadersSize;
        foreach (PeSectionHeader section in image.Sections
            .Where(s => s.RawSize != 0).OrderBy(s => s.RawOffset).ThenBy(s => s.RawSize))
        {
            if (section.RawOffset < ranges[^1].End)
            {
                throw new DamagedFormatException(PeFile.Name, "its sections overlap in the file");
            }
            Append(ranges, new Range(section.RawOffset, section.RawSize));
            hashed += section.RawSize;
        }
        // The rule counts bytes, not positions: with gaps between sections the rest begins in front of their end.
        Append(ranges, Between(hashed, image.UnsignedLength));
        return [.. ranges];
    }

    private static Range Between(long start, long end) => new(start, Math.Max(0, end - start));

    private static void Append(List<Range> ranges, Range next)
    {
        if (next.Length == 0)
        {
            return;
        }
        if (ranges[^1].End == next.Offset)
        {
            next = new Range(ranges[^1].Offset, ranges[^1].Length + next.Length);
            ranges.RemoveAt(ranges.Count - 1);
        }
        ranges.Add(next);
    }
}
