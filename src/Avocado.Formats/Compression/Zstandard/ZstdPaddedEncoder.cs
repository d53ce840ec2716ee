namespace Avocado.Formats.Compression.Zstandard;

/// <summary>
/// Pads frames with empty blocks of three bytes each behind the header, and one or two bytes of a dictionary number
/// that says there is none (RFC 8878, sections 3.1.1.1.3 and 3.1.1.2.2).
/// </summary>
/// <param name="level">What is tried first.</param>
internal sealed class ZstdPaddedEncoder(int level) : IPaddedEncoder
{
    private readonly ZstdEncoder _usual = new(level);
    private ZstdEncoder? _best;
    private byte[] _frame = [];

    /// <inheritdoc/>
    public bool TryEncode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (_frame.Length < destination.Length)
        {
            _frame = GC.AllocateUninitializedArray<byte>(destination.Length);
        }
        int size = _usual.Encode(source, _frame.AsSpan(0, destination.Length));
        if (size == 0)
        {
            _best ??= new ZstdEncoder(ZstdEncoder.MaxLevel);
            size = _best.Encode(source, _frame.AsSpan(0, destination.Length));
        }
        if (size == 0)
        {
            return false;
        }
        Pad(_frame.AsSpan(0, size), destination);
        return true;
    }

    private static void Pad(ReadOnlySpan<byte> frame, Span<byte> destination)
    {
        int header = FrameHeader.SizeOf(frame[FrameHeader.MagicSize]);
        int missing = destination.Length - frame.Length;
        int at = FrameHeader.Widen(frame[..header], missing % BlockHeader.Size, destination);
        var empty = new BlockHeader(IsLast: false, BlockType.Raw, BlockSize: 0);
        for (int left = missing / BlockHeader.Size; left > 0; left--)
        {
            empty.Write(destination[at..]);
            at += BlockHeader.Size;
        }
        frame[header..].CopyTo(destination[at..]);
    }
}
