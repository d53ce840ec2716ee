using Avocado.Formats.Segments;

namespace Avocado.Images.Disk;

/// <summary>
/// A file system on a disk. Where the disk is written over one that has the file system as it was before its last
/// change, what that change left alone is not copied again.
/// </summary>
internal sealed class VolumeSegment(VerityVolume volume) : ISegment
{
    private const int ChunkSize = 1 << 16;

    /// <inheritdoc/>
    public long Length => volume.Data.Size;

    /// <inheritdoc/>
    public void WriteTo(IImageOutput output, CancellationToken cancellation)
    {
        long start = output.Position;
        var parts = output as IKnownParts;
        if (volume.Change is { } change && output is IInPlaceOutput inPlace && parts?.Has(change.Earlier) == true)
        {
            WriteChange(change, output, inPlace, cancellation);
        }
        else
        {
            new ContentSegment(volume.Data).WriteTo(output, cancellation);
        }
        parts?.Note(start, volume.RootHash);
    }

    private void WriteChange(
        VolumeChange change, IImageOutput output, IInPlaceOutput inPlace, CancellationToken cancellation)
    {
        long start = output.Position;
        var chunk = new byte[ChunkSize];
        using Stream data = volume.Data.Open();
        foreach (ByteRange range in change.Written)
        {
            cancellation.ThrowIfCancellationRequested();
            inPlace.Keep(start + range.Start - output.Position);
            data.Position = range.Start;
            for (long left = range.Length; left > 0;)
            {
                Span<byte> piece = chunk.AsSpan(0, (int)Math.Min(left, chunk.Length));
                data.ReadExactly(piece);
                output.Write(piece);
                left -= piece.Length;
            }
        }
        inPlace.Keep(start + Length - output.Position);
    }
}
