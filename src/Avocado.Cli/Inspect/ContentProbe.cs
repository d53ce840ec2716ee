using System.Buffers.Binary;

namespace Avocado.Cli.Inspect;

/// <summary>Tells what bytes are by their signatures.</summary>
internal static class ContentProbe
{
    public const string SquashFs = "SquashFS";
    public const string Verity = "dm-verity";
    public const string Fat = "FAT";
    public const string Efi = "EFI";
    public const string Cpio = "cpio";
    public const string Gzip = "gzip";
    public const string Xz = "xz";
    public const string Zstd = "zstd";
    public const string Lz4 = "lz4";
    public const string VeritySignature = "verity signature";

    /// <summary>The last signature lies here (btrfs).</summary>
    private const int Length = 0x10048;

    /// <summary>What stands at the start of a stream; null when it is nothing known.</summary>
    public static string? Identify(Stream stream)
    {
        var bytes = new byte[Math.Min(Length, stream.Length)];
        stream.Position = 0;
        int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        return Identify(bytes.AsSpan(0, read));
    }

    private static string? Identify(ReadOnlySpan<byte> bytes) =>
        Has(bytes, 0, "hsqs"u8) ? SquashFs
        : Has(bytes, 0, "verity\0\0"u8) ? Verity
        : Has(bytes, 0, "{\""u8) ? VeritySignature
        : Has(bytes, 0, "MZ"u8) ? Efi
        : Has(bytes, 0, "070701"u8) ? Cpio
        : Has(bytes, 0, [0x1F, 0x8B]) ? Gzip
        : Has(bytes, 0, [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0]) ? Xz
        : Has(bytes, 0, [0x28, 0xB5, 0x2F, 0xFD]) ? Zstd
        : Has(bytes, 0, [0x02, 0x21, 0x4C, 0x18]) ? Lz4
        : Has(bytes, 0, [(byte)'L', (byte)'U', (byte)'K', (byte)'S', 0xBA, 0xBE]) ? "LUKS"
        : Has(bytes, 0, "XFSB"u8) ? "XFS"
        : Has(bytes, 1024, [0xE2, 0xE1, 0xF5, 0xE0]) ? "EROFS"
        : Has(bytes, 1024, [0x10, 0x20, 0xF5, 0xF2]) ? "F2FS"
        : Has(bytes, 0x10040, "_BHRfS_M"u8) ? "btrfs"
        : Has(bytes, 4096 - 10, "SWAPSPACE2"u8) ? "swap"
        : Has(bytes, 1024 + 56, [0x53, 0xEF]) ? ExtendedFileSystem(bytes[1024..])
        : Has(bytes, 510, [0x55, 0xAA]) && (Has(bytes, 82, "FAT"u8) || Has(bytes, 54, "FAT"u8)) ? Fat
        : null;

    // Journal (0x4 of the compatible features) makes ext3, extents (0x40 of the incompatible ones) ext4.
    private static string ExtendedFileSystem(ReadOnlySpan<byte> superblock) =>
        (BinaryPrimitives.ReadUInt32LittleEndian(superblock[96..]) & 0x40) != 0 ? "ext4"
        : (BinaryPrimitives.ReadUInt32LittleEndian(superblock[92..]) & 0x4) != 0 ? "ext3" : "ext2";

    private static bool Has(ReadOnlySpan<byte> bytes, int offset, ReadOnlySpan<byte> signature) =>
        bytes.Length >= offset + 128 ? bytes[offset..].StartsWith(signature)
        : offset == 0 && bytes.StartsWith(signature);
}
