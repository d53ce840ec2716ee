namespace Avocado.Formats.Compression.Xz;

/// <summary>How the contents of blocks are verified (section 2.1.1.2).</summary>
internal enum XzCheckType : byte
{
    None = 0,
    Crc32 = 1,
    Crc64 = 4,
    Sha256 = 10,
}
