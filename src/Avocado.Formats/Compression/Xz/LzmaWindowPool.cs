namespace Avocado.Formats.Compression.Xz;

/// <summary>
/// Arrays of windows that were given back. Windows are megabytes and a package takes two, so arrays made anew for each
/// fill the memory faster than it is collected.
/// </summary>
/// <remarks>
/// The arrays are held weakly: the next full collection takes those that nobody uses, so a process that lives long
/// keeps nothing.
/// </remarks>
internal sealed class LzmaWindowPool
{
    /// <summary>The window of the usual packages is 8 MiB; much larger ones are rare and not kept.</summary>
    public const int MaxKeptLength = (16 << 20) + LzmaWindow.Slack;

    public const int MaxKept = 8;

    private readonly Lock _gate = new();
    private readonly List<WeakReference<byte[]>> _kept = [];

    /// <summary>That of all decoders.</summary>
    public static LzmaWindowPool Shared { get; } = new();

    /// <summary>An array of <paramref name="length"/> bytes or more, whose content is arbitrary.</summary>
    public byte[] Rent(int length)
    {
        lock (_gate)
        {
            WeakReference<byte[]>? best = null;
            byte[]? found = null;
            foreach (WeakReference<byte[]> kept in _kept)
            {
                if (kept.TryGetTarget(out byte[]? array) && array.Length >= length
                    && (found is null || array.Length < found.Length))
                {
                    (best, found) = (kept, array);
                }
            }
            if (found is not null)
            {
                _kept.Remove(best!);
                return found;
            }
        }
        return GC.AllocateUninitializedArray<byte>(length);
    }

    /// <summary>Takes an array back; the caller must not use it any more.</summary>
    public void Return(byte[] array)
    {
        if (array.Length is 0 or > MaxKeptLength)
        {
            return;
        }
        lock (_gate)
        {
            // Collected ones make room, then the smallest does.
            _kept.RemoveAll(kept => !kept.TryGetTarget(out _));
            _kept.Add(new WeakReference<byte[]>(array));
            if (_kept.Count > MaxKept)
            {
                _kept.Remove(_kept.MinBy(kept => kept.TryGetTarget(out byte[]? old) ? old.Length : 0)!);
            }
        }
    }
}
