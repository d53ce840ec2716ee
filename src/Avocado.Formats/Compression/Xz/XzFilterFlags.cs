namespace Avocado.Formats.Compression.Xz;

/// <summary>One filter of a block and its settings (section 3.1.5).</summary>
internal readonly record struct XzFilterFlags(ulong Id, byte[] Properties)
{
    public static XzFilterFlags Read(ref ReadOnlySpan<byte> source)
    {
        ulong id = XzFormat.ReadVarint(ref source);
        ulong size = XzFormat.ReadVarint(ref source);
        if (size > (ulong)source.Length)
        {
            throw XzFormat.Damaged("a filter's settings are longer than the block header");
        }
        byte[] properties = source[..(int)size].ToArray();
        source = source[(int)size..];
        return new XzFilterFlags(id, properties);
    }
}
