namespace Avocado.Formats.Identifiers;

/// <summary>Version and variant bits of a UUID (RFC 9562 sections 4.1 and 4.2).</summary>
internal static class UuidBits
{
    private const int VersionByte = 6;
    private const int VariantByte = 8;

    /// <summary>The UUID of the first 16 bytes, with its version and the RFC's variant forced.</summary>
    public static Guid Mark(ReadOnlySpan<byte> bytes, int version)
    {
        Span<byte> id = stackalloc byte[GuidBytes.Size];
        bytes[..GuidBytes.Size].CopyTo(id);
        id[VersionByte] = (byte)((id[VersionByte] & 0x0F) | (version << 4));
        id[VariantByte] = (byte)((id[VariantByte] & 0x3F) | 0x80);
        return GuidBytes.FromTextOrder(id);
    }
}
