using System.Collections.Immutable;
using System.Security.Cryptography;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Segments;

namespace Avocado.Formats.Pe;

/// <summary>
/// What signing must know about an image that is not written yet, learnt from one pass over its bytes: its headers,
/// its Authenticode digest and the sum for the PE checksum.
/// </summary>
internal sealed class PeMeasurement
{
    private PeMeasurement(PeImage image, byte[] headers, Sha256Digest digest, PeCheckSum sum)
    {
        Image = image;
        Headers = headers;
        Digest = digest;
        Sum = sum;
    }

    /// <summary>The headers, read.</summary>
    public PeImage Image { get; }

    /// <summary>The headers' bytes, all <see cref="OptionalHeader.HeadersSize"/> of them.</summary>
    public ReadOnlyMemory<byte> Headers { get; }

    /// <summary>The Authenticode digest.</summary>
    public Sha256Digest Digest { get; }

    /// <summary>The sum of everything behind the headers.</summary>
    public PeCheckSum Sum { get; }

    /// <exception cref="DamagedFormatException">The bytes are no sound PE32+ image.</exception>
    /// <exception cref="AvocadoException">AVO0202: sections with gaps, which cannot be hashed in one pass.</exception>
    public static PeMeasurement Of(ISegment segment, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(segment);
        using var output = new Output(segment.Length);
        segment.WriteTo(output, cancellation);
        return output.Finish();
    }

    private sealed class Output(long length) : IImageOutput, IDisposable
    {
        private static readonly byte[] Zeros = new byte[1 << 16];
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private readonly byte[] _start = new byte[Math.Min(length, PeFile.LargestHeaders)];
        private PeImage? _image;
        private PeCheckSum _sum;

        public long Position { get; private set; }

        public void Write(ReadOnlySpan<byte> bytes)
        {
            if (_image is null)
            {
                int part = (int)Math.Min(bytes.Length, _start.Length - Position);
                bytes[..part].CopyTo(_start.AsSpan((int)Position));
                Position += part;
                bytes = bytes[part..];
                if (Position == _start.Length)
                {
                    BeginBody();
                }
            }
            if (!bytes.IsEmpty)
            {
                Position += bytes.Length;
                AppendBody(bytes, Position - bytes.Length);
            }
        }

        public void Skip(long count)
        {
            for (; count > 0; count -= Math.Min(count, Zeros.Length))
            {
                Write(Zeros.AsSpan(0, (int)Math.Min(count, Zeros.Length)));
            }
        }

        public PeMeasurement Finish()
        {
            if (_image is null || Position != length)
            {
                throw new DamagedFormatException(PeFile.Name, "it is shorter than its headers");
            }
            _hash.AppendData(AuthenticodeDigest.Padding(_image));
            return new PeMeasurement(_image, _start[..(int)_image.Optional.HeadersSize],
                new Sha256Digest(_hash.GetHashAndReset()), _sum);
        }

        public void Dispose() => _hash.Dispose();

        private void BeginBody()
        {
            _image = PeImage.Read(_start, length);
            ImmutableArray<AuthenticodeRanges.Range> ranges = AuthenticodeRanges.Of(_image);
            int headers = (int)_image.Optional.HeadersSize;
            if (headers > _start.Length)
            {
                throw Codes.UnsupportedFormat.Error(PeFile.Name, "its headers are larger than 64 KiB");
            }
            // The last run begins in the headers and goes to the end when no bytes lie between sections.
            AuthenticodeRanges.Range body = ranges[^1];
            if (ranges.Length != 3 || body.Offset > headers || body.End != _image.UnsignedLength)
            {
                throw Codes.UnsupportedFormat.Error(PeFile.Name, "there are bytes between its sections");
            }
            foreach (AuthenticodeRanges.Range range in ranges)
            {
                int end = (int)Math.Min(range.End, headers);
                _hash.AppendData(_start.AsSpan((int)range.Offset, end - (int)range.Offset));
            }
            AppendBody(_start.AsSpan(headers), headers);
        }

        private void AppendBody(ReadOnlySpan<byte> bytes, long at)
        {
            _sum.Append(bytes);
            long signed = Math.Clamp(_image!.UnsignedLength - at, 0, bytes.Length);
            _hash.AppendData(bytes[..(int)signed]);
        }
    }
}
