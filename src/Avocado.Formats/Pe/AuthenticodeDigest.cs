using System.Buffers;
using System.Security.Cryptography;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Segments;

namespace Avocado.Formats.Pe;

/// <summary>The SHA-256 digest that an Authenticode signature signs, and that UEFI's db and dbx may list.</summary>
public static class AuthenticodeDigest
{
    private const int BlockSize = 1 << 17;

    /// <summary>The digest of a file, signed or not.</summary>
    /// <param name="image">Can seek; the file begins at position 0.</param>
    /// <exception cref="DamagedFormatException">The file is no sound PE32+ image.</exception>
    public static Sha256Digest Compute(Stream image)
    {
        ArgumentNullException.ThrowIfNull(image);
        image.Position = 0;
        PeImage headers = PeImage.Read(image, image.Length);
        return Compute(headers, offset =>
        {
            image.Position = offset;
            return image;
        }, static _ => { });
    }

    /// <summary>The digest of a file, signed or not.</summary>
    /// <exception cref="DamagedFormatException">The file is no sound PE32+ image.</exception>
    public static Sha256Digest Compute(Content image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Compute(PeImage.Read(image),
            offset => ContentRange.Open(image, offset, image.Size - offset), static stream => stream.Dispose());
    }

    /// <summary>The digest of an image that is laid out and not written yet.</summary>
    /// <exception cref="DamagedFormatException">The bytes are no sound PE32+ image.</exception>
    public static Sha256Digest Compute(ISegment image, CancellationToken cancellation = default) =>
        PeMeasurement.Of(image, cancellation).Digest;

    private static Sha256Digest Compute(PeImage image, Func<long, Stream> open, Action<Stream> close)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            foreach (AuthenticodeRanges.Range range in AuthenticodeRanges.Of(image))
            {
                Stream stream = open(range.Offset);
                try
                {
                    Append(hash, stream, range.Length, buffer);
                }
                finally
                {
                    close(stream);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        hash.AppendData(Padding(image));
        return new Sha256Digest(hash.GetHashAndReset());
    }

    /// <summary>Zeros in front of a certificate table to come: they will be part of the signed file.</summary>
    internal static ReadOnlySpan<byte> Padding(PeImage image) => image.IsSigned
        ? []
        : new byte[PeFile.AlignUp(image.Length, PeSignatures.Alignment) - image.Length];

    private static void Append(IncrementalHash hash, Stream stream, long length, byte[] buffer)
    {
        for (long left = length; left > 0;)
        {
            int read = stream.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (read == 0)
            {
                throw new DamagedFormatException(PeFile.Name, "it ends before its headers say");
            }
            hash.AppendData(buffer, 0, read);
            left -= read;
        }
    }
}
