using System.Collections.Immutable;
using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Pe;

/// <summary>Reads the signatures of a PE file (PE format, "The Attribute Certificate Table").</summary>
public static class PeSignatures
{
    /// <summary>Alignment of the table and of its entries.</summary>
    internal const int Alignment = 8;

    // Signatures with their certificate chains and time stamps take some kilobytes each.
    private const int LargestTable = 1 << 20;

    /// <summary>All signatures, in order; none for an unsigned file.</summary>
    /// <exception cref="DamagedFormatException">The file or its certificate table is damaged.</exception>
    public static ImmutableArray<PeSignature> Read(Content file) => Read(file, PeImage.Read(file));

    /// <summary>As above, for a file whose headers were read.</summary>
    /// <exception cref="DamagedFormatException">The certificate table is damaged.</exception>
    public static ImmutableArray<PeSignature> Read(Content file, PeImage image)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(image);
        DataDirectory table = image.Optional.CertificateTable;
        if (!image.IsSigned)
        {
            return [];
        }
        if (table.Length > LargestTable)
        {
            throw new DamagedFormatException(PeFile.Name, "its certificate table is larger than 1 MiB");
        }
        return Parse(ContentRange.Read(file, table.Offset, table.Length));
    }

    private static ImmutableArray<PeSignature> Parse(ReadOnlyMemory<byte> table)
    {
        var signatures = ImmutableArray.CreateBuilder<PeSignature>();
        while (table.Length > 0)
        {
            if (table.Length < WinCertificateHeader.Size)
            {
                throw new DamagedFormatException(PeFile.Name, "its certificate table ends in the middle of an entry");
            }
            WinCertificateHeader header = WinCertificateHeader.Read(table.Span);
            if (header.Length < WinCertificateHeader.Size || header.Length > table.Length)
            {
                throw new DamagedFormatException(PeFile.Name, "an entry of its certificate table has a wrong length");
            }
            signatures.Add(new PeSignature(
                header.Type, table[WinCertificateHeader.Size..(int)header.Length]));
            table = table[(int)Math.Min(table.Length, PeFile.AlignUp(header.Length, Alignment))..];
        }
        return signatures.ToImmutable();
    }
}
