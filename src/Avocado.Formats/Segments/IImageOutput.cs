namespace Avocado.Formats.Segments;

/// <summary>Where an image goes: forward only, with holes.</summary>
public interface IImageOutput
{
    /// <summary>Bytes written and skipped so far.</summary>
    long Position { get; }

    /// <summary>Appends bytes.</summary>
    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Appends <paramref name="count"/> zero bytes, as a hole where the target can have one.</summary>
    void Skip(long count);
}
