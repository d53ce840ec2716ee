using System.Runtime.ExceptionServices;
using Avocado.Formats.Compression;
using Avocado.Formats.Compression.Checksums;
using Avocado.Formats.SquashFs.Reuse;

namespace Avocado.Formats.SquashFs;

/// <summary>One block on its way from the files to the image. Slots are reused: their number bounds memory.</summary>
/// <param name="blockSize">Bytes of a block.</param>
/// <param name="storesFiles">Whether files' own blocks are not compressed.</param>
internal sealed class BlockSlot(int blockSize, bool storesFiles) : IDisposable
{
    private byte[]? _input;
    private byte[]? _output;

    /// <summary>Set when the block can be written, or <see cref="Error"/> or <see cref="IsEnd"/> say why not.</summary>
    public ManualResetEventSlim Ready { get; } = new();

    /// <summary>The uncompressed block. Exchanged, never copied, when a fragment is complete.</summary>
    public byte[] Input
    {
        get => _input ??= GC.AllocateUninitializedArray<byte>(blockSize);
        set => _input = value;
    }

    private byte[] Output => _output ??= GC.AllocateUninitializedArray<byte>(blockSize);

    /// <summary>Bytes of the uncompressed block.</summary>
    public int Length { get; private set; }

    /// <summary>The file a data block belongs to; null for a fragment.</summary>
    public StoredFile? File { get; private set; }

    /// <summary>The data block's number in its file.</summary>
    public int Block { get; private set; }

    /// <summary>What is still to be read into <see cref="Input"/>, unless the block is taken over.</summary>
    public List<BlockPart> Parts { get; set; } = [];

    /// <summary>What the block holds, where that is known without reading it.</summary>
    public BlockKey? Key { get; set; }

    /// <summary>Where an earlier image has the block.</summary>
    public BlockPlace? Earlier { get; set; }

    /// <summary>XXH64 of <see cref="StoredBytes"/> when the block has a key.</summary>
    public ulong Check { get; private set; }

    /// <summary>Bytes of all files up to this block, those that are stored already included.</summary>
    public long Done { get; set; }

    /// <summary>How the block is stored.</summary>
    public StoredSize Stored { get; private set; }

    /// <summary>True when the stored bytes are those of an earlier image.</summary>
    public bool IsTakenOver { get; private set; }

    /// <summary>What went wrong while the block was made.</summary>
    public ExceptionDispatchInfo? Error { get; set; }

    /// <summary>True when there is no block any more.</summary>
    public bool IsEnd { get; set; }

    /// <summary>The bytes to write.</summary>
    public ReadOnlySpan<byte> StoredBytes => (Stored.IsRaw ? _input : _output).AsSpan(0, Stored.Length);

    /// <summary>Makes the slot a data block.</summary>
    public void Take(StoredFile file, int block, int length)
    {
        File = file;
        Block = block;
        Length = length;
    }

    /// <summary>Makes the slot a fragment.</summary>
    public void TakeFragment(int length)
    {
        File = null;
        Length = length;
    }

    /// <summary>Takes the block over from an earlier image, or reads what is missing and compresses.</summary>
    public void Process(IBlockEncoder encoder, KnownBlocks? known)
    {
        IsTakenOver = Earlier is { } place && known is not null && TakeOver(known, place);
        if (IsTakenOver)
        {
            Parts.Clear();
            return;
        }
        Parts.ForEach(part => part.ReadInto(Input));
        Parts.Clear();
        Compress(encoder);
        Check = Key is null ? 0 : XxHash64.Of(StoredBytes);
    }

    /// <inheritdoc/>
    public void Dispose() => Ready.Dispose();

    private void Compress(IBlockEncoder encoder)
    {
        ReadOnlySpan<byte> block = Input.AsSpan(0, Length);
        if (File is not null && !block.ContainsAnyExcept((byte)0))
        {
            Stored = StoredSize.Hole;
            return;
        }
        bool isStored = Length == 1 || (storesFiles && File is not null);
        int stored = isStored ? 0 : encoder.Encode(block, Output.AsSpan(0, Length - 1));
        Stored = stored > 0 ? StoredSize.Compressed(stored) : StoredSize.Raw(Length);
    }

    private bool TakeOver(KnownBlocks known, BlockPlace place)
    {
        StoredSize stored = place.Stored;
        if (stored.IsRaw ? stored.Length != Length : stored.Length >= Length)
        {
            return false;
        }
        if (!known.TryRead(place, (stored.IsRaw ? Input : Output).AsSpan(0, stored.Length)))
        {
            return false;
        }
        Stored = stored;
        Check = place.Check;
        return true;
    }
}
