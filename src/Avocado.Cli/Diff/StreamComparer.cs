namespace Avocado.Cli.Diff;

/// <summary>Compares streams byte by byte, in large pieces; holes in both are not read.</summary>
internal static class StreamComparer
{
    private const int PieceSize = 1 << 20;

    /// <summary>
    /// Where two streams first differ; null when they are the same. One that only has zeros behind the end of the
    /// other is the same, when <paramref name="zerosAreNothing"/>: a partition with more room.
    /// </summary>
    public static long? FirstDifference(
        ComparedStream old, ComparedStream @new, bool zerosAreNothing, CancellationToken cancellation)
    {
        byte[] oldBytes = GC.AllocateUninitializedArray<byte>(PieceSize);
        byte[] newBytes = GC.AllocateUninitializedArray<byte>(PieceSize);
        for (long position = 0; ;)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Math.Min(old.HoleAt(position), @new.HoleAt(position)) is var hole and > 0)
            {
                position += hole;
                old.Stream.Position = @new.Stream.Position = position;
            }
            int oldLength = old.Fill(oldBytes);
            int newLength = @new.Fill(newBytes);
            int common = Math.Min(oldLength, newLength);
            int equal = oldBytes.AsSpan(0, common).CommonPrefixLength(newBytes.AsSpan(0, common));
            if (equal < common)
            {
                return position + equal;
            }
            ReadOnlySpan<byte> rest = oldLength > common
                ? oldBytes.AsSpan(common, oldLength - common)
                : newBytes.AsSpan(common, newLength - common);
            if (!rest.IsEmpty && (!zerosAreNothing || rest.ContainsAnyExcept((byte)0)))
            {
                return position + common + (zerosAreNothing ? rest.IndexOfAnyExcept((byte)0) : 0);
            }
            if (oldLength == 0 && newLength == 0)
            {
                return null;
            }
            position += Math.Max(oldLength, newLength);
        }
    }
}
