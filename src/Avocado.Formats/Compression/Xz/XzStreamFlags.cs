namespace Avocado.Formats.Compression.Xz;

/// <summary>What stream header and stream footer say alike (section 2.1.1.2).</summary>
internal readonly record struct XzStreamFlags(XzCheckType Check)
{
    public const int Size = 2;

    public static XzStreamFlags Read(ReadOnlySpan<byte> source)
    {
        if (source[0] != 0 || (source[1] & 0xF0) != 0)
        {
            throw XzFormat.Unsupported("stream flags of a later version");
        }
        var check = (XzCheckType)source[1];
        return Enum.IsDefined(check)
            ? new XzStreamFlags(check)
            : throw XzFormat.Unsupported($"checksum type {source[1]}");
    }
}
