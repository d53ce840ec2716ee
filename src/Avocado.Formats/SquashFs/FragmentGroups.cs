using Avocado.Formats.Compression.Checksums;

namespace Avocado.Formats.SquashFs;

/// <summary>
/// Where fragments start anew although there is room: at files that their paths alone choose. So a file that comes,
/// goes or grows changes the fragments up to the next such file and no others, and later images take those over.
/// </summary>
/// <param name="blockSize">Bytes of a block.</param>
internal sealed class FragmentGroups(int blockSize)
{
    /// <summary>Small files have some 8 KiB: a group fills about 16 blocks, of which the last is not full.</summary>
    private readonly ulong _period = (ulong)Math.Max(64, blockSize / 512);

    /// <summary>True when a file starts a group.</summary>
    public bool StartAt(StoredFile file) => XxHash64.Of(file.Path.Bytes) % _period == 0;
}
