using Avocado.Formats.Compression.Checksums;

namespace Avocado.Formats.Tests.Compression;

public class ChecksumTests
{
    private static byte[] Digits => [.. "123456789"u8];

    [Fact]
    public void The_check_values_of_the_specifications_come_out()
    {
        Assert.Equal(0xCBF43926u, Crc32.Of(Digits));
        Assert.Equal(0x995DC9BBDF1939FAul, Crc64.Of(Digits));
        Assert.Equal(0x091E01DEu, Adler32.Of(Digits));
        Assert.Equal(0x8CB841DB40E6AE83ul, XxHash64.Of(Digits));
        Assert.Equal(0u, Crc32.Of([]));
        Assert.Equal(0xEF46DB3751D8E999ul, XxHash64.Of([]));
        Assert.Equal(0ul, Crc64.Of([]));
        Assert.Equal(1u, Adler32.Of([]));
    }

    [Fact]
    public void Bytes_in_pieces_give_the_same_checksum_as_at_once()
    {
        byte[] bytes = Samples.Random(20_000);
        for (int cut = 0; cut < 40; cut++)
        {
            Assert.Equal(Crc32.Of(bytes), Crc32.Append(Crc32.Of(bytes.AsSpan(0, cut)), bytes.AsSpan(cut)));
            Assert.Equal(Crc64.Of(bytes), Crc64.Append(Crc64.Of(bytes.AsSpan(0, cut)), bytes.AsSpan(cut)));
            Assert.Equal(Adler32.Of(bytes), Adler32.Append(Adler32.Of(bytes.AsSpan(0, cut)), bytes.AsSpan(cut)));
            var hash = new XxHash64();
            for (int at = 0; at < bytes.Length; at += cut + 1)
            {
                hash.Append(bytes.AsSpan(at, Math.Min(cut + 1, bytes.Length - at)));
            }
            Assert.Equal(XxHash64.Of(bytes), hash.Value);
        }
    }

    [Fact]
    public void The_fast_forms_agree_with_the_definitions_bit_by_bit()
    {
        byte[] bytes = [.. Samples.Random(7_000), .. Enumerable.Repeat((byte)0xFF, 12_345)];
        uint crc32 = ~0u;
        ulong crc64 = ~0ul;
        uint a = 1;
        uint b = 0;
        foreach (byte value in bytes)
        {
            crc32 ^= value;
            crc64 ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc32 = (crc32 >> 1) ^ ((crc32 & 1) * 0xEDB88320);
                crc64 = (crc64 >> 1) ^ ((crc64 & 1) * 0xC96C5795D7870F42);
            }
            a = (a + value) % 65521;
            b = (b + a) % 65521;
        }
        Assert.Equal(~crc32, Crc32.Of(bytes));
        Assert.Equal(~crc64, Crc64.Of(bytes));
        Assert.Equal((b << 16) | a, Adler32.Of(bytes));
    }
}
