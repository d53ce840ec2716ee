namespace Avocado.Files;

/// <summary>Major and minor number of a device node.</summary>
public readonly record struct DeviceNumber(uint Major, uint Minor)
{
    /// <summary>Linux' 32-bit form (<c>new_encode_dev</c>), as SquashFS and the kernel's stat store it.</summary>
    public uint Encoded => (Minor & 0xFF) | ((Major & 0xFFF) << 8) | ((Minor & ~0xFFu) << 12);

    /// <summary>The inverse of <see cref="Encoded"/>.</summary>
    public static DeviceNumber Decode(uint encoded) =>
        new((encoded >> 8) & 0xFFF, (encoded & 0xFF) | ((encoded >> 12) & 0xFFF00));
}
