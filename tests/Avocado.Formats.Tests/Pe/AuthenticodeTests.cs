using System.Buffers.Binary;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Pe;
using Avocado.Formats.Segments;
using Avocado.Formats.Tests.Harness;
using Avocado.Testing;

namespace Avocado.Formats.Tests.Pe;

public class AuthenticodeTests
{
    private static readonly byte[] Signature = SyntheticPe.Code(1005);

    public static TheoryData<byte[]> Images => new(
        SyntheticPe.Stub(), SyntheticPe.AddonStub(), SyntheticPe.Kernel(), [.. SyntheticPe.Stub(), 1, 2, 3]);

    [Theory]
    [MemberData(nameof(Images))]
    public void Signing_changes_everything_but_the_digest(byte[] image)
    {
        byte[] signed = Sign(image);

        Assert.NotEqual(image, signed[..image.Length]);
        Assert.Equal(Digest(image), Digest(signed));
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void Stream_content_and_layout_give_the_same_digest(byte[] image)
    {
        using var folder = new TemporaryFolder();
        (Content file, Content slice) = Segment.OnDisk(folder.Path, "image", image);
        using var stream = new MemoryStream(image);

        Assert.Equal(Digest(image), AuthenticodeDigest.Compute(file));
        Assert.Equal(Digest(image), AuthenticodeDigest.Compute(slice));
        Assert.Equal(Digest(image), AuthenticodeDigest.Compute(stream));
        Assert.Equal(Digest(image), AuthenticodeDigest.Compute(new ContentSegment(file)));
        Assert.Equal(Digest(image), AuthenticodeDigest.Compute(new ByteByByte(image)));
    }

    [Fact]
    public void Every_byte_counts_but_checksum_and_certificates()
    {
        byte[] image = SyntheticPe.AddonStub();
        Sha256Digest digest = Digest(image);
        for (int at = SyntheticPe.TableOffset + 40; at < image.Length; at++)
        {
            byte[] other = [.. image];
            other[at] ^= 1;
            Assert.NotEqual(digest, Digest(other));
        }
        byte[] sum = [.. image];
        sum[SyntheticPe.OptionalOffset + 64] = 0x55;
        Assert.Equal(digest, Digest(sum));
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void A_signature_reads_back_as_it_was_attached(byte[] image)
    {
        PeSignature signature = Assert.Single(PeSignatures.Read(Content.Bytes(Sign(image))));

        Assert.Equal(WinCertificateHeader.Pkcs7, signature.Type);
        Assert.Equal(Signature, signature.Data.ToArray());
    }

    [Fact]
    public void A_second_signature_keeps_the_first()
    {
        byte[] twice = Segment.ToArray(AuthenticodeAttacher.Attach(
            UnsignedImage.Measure(Content.Bytes(Sign(SyntheticPe.Stub()))), new byte[] { 1, 2, 3 }));

        Assert.Equal([Signature, [1, 2, 3]], PeSignatures.Read(Content.Bytes(twice)).Select(s => s.Data.ToArray()));
        Assert.Equal(Digest(SyntheticPe.Stub()), Digest(twice));
    }

    [Fact]
    public void The_same_image_and_signature_make_the_same_bytes_from_memory_file_and_slice()
    {
        using var folder = new TemporaryFolder();
        byte[] image = SyntheticPe.Stub();
        (Content file, Content slice) = Segment.OnDisk(folder.Path, "image", image);

        Assert.All([Content.Bytes(image), file, slice], content => Assert.Equal(Sign(image), Segment.ToArray(
            AuthenticodeAttacher.Attach(UnsignedImage.Measure(content), Signature))));
        Assert.Equal(Sign(image), Segment.ToArray(
            AuthenticodeAttacher.Attach(UnsignedImage.Measure(new ByteByByte(image)), Signature)));
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void The_checksum_is_that_of_the_specification(byte[] image)
    {
        byte[] signed = Sign(image);
        uint expected = BinaryPrimitives.ReadUInt32LittleEndian(signed.AsSpan(SyntheticPe.OptionalOffset + 64));
        signed.AsSpan(SyntheticPe.OptionalOffset + 64, 4).Clear();
        uint sum = 0;
        for (int at = 0; at < signed.Length; at += 2)
        {
            sum += BinaryPrimitives.ReadUInt16LittleEndian(signed.AsSpan(at));
            sum = (sum & 0xFFFF) + (sum >> 16);
        }

        Assert.Equal(expected, sum + (uint)signed.Length);
    }

    [Fact]
    public void Bytes_between_sections_are_hashed_as_firmware_does()
    {
        // 512 bytes in front of the last section belong to none.
        byte[] image = SyntheticPe.Stub();
        byte[] gap = [.. image[..^512], .. new byte[512], .. image[^512..]];
        int row = SyntheticPe.TableOffset + 80;
        BinaryPrimitives.WriteUInt32LittleEndian(gap.AsSpan(row + 20), (uint)gap.Length - 512);
        using var stream = new MemoryStream(gap);

        Assert.Equal(AuthenticodeDigest.Compute(Content.Bytes(gap)), AuthenticodeDigest.Compute(stream));
        Assert.Equal("AVO0202",
            Assert.Throws<AvocadoException>(() => UnsignedImage.Measure(Content.Bytes(gap))).Code.Id);
    }

    [Fact]
    public void Sections_that_overlap_are_damage()
    {
        byte[] image = SyntheticPe.Stub();
        int first = SyntheticPe.TableOffset + 20;
        image.AsSpan(first, 4).CopyTo(image.AsSpan(first + 40));

        Assert.Throws<DamagedFormatException>(() => AuthenticodeDigest.Compute(Content.Bytes(image)));
    }

    [Fact]
    public void A_damaged_image_gives_a_typed_error()
    {
        byte[] signed = Sign(SyntheticPe.AddonStub());

        new DamageRun(signed, ReadAll).Truncate(3000)
            .FlipBits(6000, end: SyntheticPe.HeadersEnd).Overwrite(6000, end: SyntheticPe.HeadersEnd)
            .FlipBits(500, signed.Length - 1016, signed.Length - 1000).Overwrite(500, signed.Length - 1016);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(7u)]
    [InlineData(1017u)]
    [InlineData(0x7FFF_FFFFu)]
    [InlineData(uint.MaxValue)]
    public void A_certificate_of_a_wrong_length_is_damage(uint length)
    {
        byte[] signed = Sign(SyntheticPe.AddonStub());
        BinaryPrimitives.WriteUInt32LittleEndian(signed.AsSpan(signed.Length - 1016), length);

        Assert.Throws<DamagedFormatException>(() => PeSignatures.Read(Content.Bytes(signed)));
    }

    [ToolTheory("pesign")]
    [MemberData(nameof(Images))]
    public void Pesign_computes_the_same_digest(byte[] image)
    {
        using var folder = new TemporaryFolder();
        string plain = folder.Write("plain.efi", image);
        string signed = folder.Write("signed.efi", Sign(image));

        Assert.Contains(Digest(image).ToString(), ForeignTool.Run("pesign", "-h", "-P", "-i", plain).Output,
            StringComparison.Ordinal);
        Assert.Contains(Digest(image).ToString(), ForeignTool.Run("pesign", "-h", "-P", "-i", signed).Output,
            StringComparison.Ordinal);
    }

    private static Sha256Digest Digest(byte[] image) => AuthenticodeDigest.Compute(Content.Bytes(image));

    private static byte[] Sign(byte[] image) => Segment.ToArray(
        AuthenticodeAttacher.Attach(UnsignedImage.Measure(Content.Bytes(image)), Signature));

    private static void ReadAll(byte[] bytes)
    {
        Content image = Content.Bytes(bytes);
        PeSignatures.Read(image);
        AuthenticodeDigest.Compute(image);
        AuthenticodeAttacher.Attach(UnsignedImage.Measure(image), Signature);
    }

    /// <summary>A segment that writes in the smallest pieces, zeros as holes.</summary>
    private sealed class ByteByByte(byte[] bytes) : ISegment
    {
        public long Length => bytes.Length;

        public void WriteTo(IImageOutput output, CancellationToken cancellation)
        {
            foreach (byte value in bytes)
            {
                if (value == 0)
                {
                    output.Skip(1);
                }
                else
                {
                    output.Write([value]);
                }
            }
        }
    }
}
