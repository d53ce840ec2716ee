using Avocado.Files.Diagnostics;
using Avocado.Formats.Segments;

namespace Avocado.Formats.Pe;

/// <summary>Puts a finished signature into an image (PE format, "The Attribute Certificate Table").</summary>
public static class AuthenticodeAttacher
{
    /// <summary>The signed image, laid out: certificate table, its directory entry and the PE checksum are set.</summary>
    /// <param name="image">The image whose digest was signed.</param>
    /// <param name="pkcs7">The signature, a PKCS#7 ContentInfo in DER.</param>
    /// <exception cref="DamagedFormatException">An earlier certificate table is not at the end of the file.</exception>
    /// <exception cref="AvocadoException">AVO0203: the file would be larger than 4 GiB.</exception>
    public static ISegment Attach(UnsignedImage image, ReadOnlyMemory<byte> pkcs7)
    {
        ArgumentNullException.ThrowIfNull(image);
        PeImage headers = image.Measurement.Image;
        DataDirectory table = headers.Optional.CertificateTable;
        if (headers.IsSigned && (long)table.Offset + table.Length != headers.Length)
        {
            throw new DamagedFormatException(PeFile.Name, "there are bytes behind its certificate table");
        }
        byte[] certificate = Certificate(pkcs7.Span);
        long start = PeFile.AlignUp(headers.Length, PeSignatures.Alignment);
        long length = start + certificate.Length;
        if (length > uint.MaxValue)
        {
            throw Codes.FormatLimit.Error(PeFile.Name, "it would be larger than 4 GiB");
        }
        uint offset = headers.IsSigned ? table.Offset : (uint)start;
        var tail = new byte[length - headers.Length];
        certificate.CopyTo(tail, (int)(start - headers.Length));
        OptionalHeader optional = headers.Optional with
        {
            CheckSum = 0,
            CertificateTable = new DataDirectory(offset, (uint)(length - offset)),
        };
        return new SignedImage(image.Segment, PatchHeaders(image.Measurement, optional, tail), tail);
    }

    private static byte[] Certificate(ReadOnlySpan<byte> pkcs7)
    {
        // The length in the entry leaves the padding out, the length in the directory does not.
        int length = WinCertificateHeader.Size + pkcs7.Length;
        var certificate = new byte[PeFile.AlignUp(length, PeSignatures.Alignment)];
        var header = new WinCertificateHeader(
            (uint)length, WinCertificateHeader.CurrentRevision, WinCertificateHeader.Pkcs7);
        header.Write(certificate);
        pkcs7.CopyTo(certificate.AsSpan(WinCertificateHeader.Size));
        return certificate;
    }

    private static byte[] PatchHeaders(PeMeasurement measurement, OptionalHeader optional, byte[] tail)
    {
        byte[] headers = measurement.Headers.ToArray();
        Span<byte> target = headers.AsSpan((int)measurement.Image.OptionalOffset);
        optional.Write(target);
        var sum = new PeCheckSum();
        sum.Append(headers);
        AppendAfter(ref sum, headers.Length, measurement.Sum);
        sum.Append(tail);
        (optional with { CheckSum = sum.Finish() }).Write(target);
        return headers;
    }

    private static void AppendAfter(ref PeCheckSum sum, int position, PeCheckSum body)
    {
        if ((position & 1) != 0)
        {
            throw Codes.UnsupportedFormat.Error(PeFile.Name, "its headers have an odd length");
        }
        sum.Append(body);
    }
}
