namespace Avocado.Formats.Identifiers;

/// <summary>
/// The two byte orders of a GUID. Text order (RFC 9562, big-endian) is how UUIDs are hashed and how dm-verity stores
/// them; the mixed order (first three fields little-endian) is how GPT and UEFI store them.
/// </summary>
public static class GuidBytes
{
    /// <summary>Length of either form in bytes.</summary>
    public const int Size = 16;

    /// <summary>The 16 bytes in the order of the text.</summary>
    public static byte[] ToTextOrder(this Guid id) => id.ToByteArray(bigEndian: true);

    /// <summary>Reads 16 bytes in the order of the text.</summary>
    public static Guid FromTextOrder(ReadOnlySpan<byte> bytes) => new(bytes[..Size], bigEndian: true);

    /// <summary>Writes 16 bytes in the order of the text.</summary>
    public static void WriteTextOrder(this Guid id, Span<byte> destination) => Write(id, destination, bigEndian: true);

    /// <summary>Reads 16 bytes as GPT stores them.</summary>
    public static Guid FromMixedOrder(ReadOnlySpan<byte> bytes) => new(bytes[..Size], bigEndian: false);

    /// <summary>Writes 16 bytes as GPT stores them.</summary>
    public static void WriteMixedOrder(this Guid id, Span<byte> destination) =>
        Write(id, destination, bigEndian: false);

    private static void Write(Guid id, Span<byte> destination, bool bigEndian)
    {
        if (!id.TryWriteBytes(destination, bigEndian, out _))
        {
            throw new ArgumentException($"a GUID needs {Size} bytes", nameof(destination));
        }
    }
}
