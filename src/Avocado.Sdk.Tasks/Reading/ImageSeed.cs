using System.Security.Cryptography;
using System.Text;

namespace Avocado.Sdk.Tasks.Reading;

/// <summary>The seed of an image that names none: a UUIDv5 of its id (RFC 9562, 5.5), never of a path or version.</summary>
internal static class ImageSeed
{
    // The namespace of image ids: itself the UUIDv5 of "avocado-image-id" in the nil namespace.
    private static readonly Guid s_imageIds = Version5(Guid.Empty, "avocado-image-id");

    public static Guid Of(string imageId) => Version5(s_imageIds, imageId);

    internal static Guid Version5(Guid space, string name)
    {
        byte[] input = [.. space.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)];
#pragma warning disable CA5350 // The RFC fixes SHA-1 for version 5; nothing is trusted because of it.
        Span<byte> uuid = SHA1.HashData(input).AsSpan(0, 16);
#pragma warning restore CA5350
        uuid[6] = (byte)((uuid[6] & 0x0F) | 0x50);
        uuid[8] = (byte)((uuid[8] & 0x3F) | 0x80);
        return new Guid(uuid, bigEndian: true);
    }
}
