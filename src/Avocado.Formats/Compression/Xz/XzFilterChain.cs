using System.Buffers.Binary;
using Avocado.Formats.Compression.Xz.Filters;

namespace Avocado.Formats.Compression.Xz;

/// <summary>Builds the steps that undo a block's filters (section 5.3).</summary>
internal static class XzFilterChain
{
    private const ulong Delta = 0x03;
    private const ulong Lzma2 = 0x21;

    /// <summary>Dictionaries above this are refused: no packer makes them, and each costs its size in memory.</summary>
    private const long MaxDictionarySize = 256L << 20;

    /// <param name="header">Of the block.</param>
    /// <param name="lzma2">Undoes the last filter; it is restarted with the block's dictionary size.</param>
    public static IXzStage Build(XzBlockHeader header, Lzma2Decoder lzma2)
    {
        IReadOnlyList<XzFilterFlags> filters = header.Filters;
        XzFilterFlags last = filters[^1];
        if (last.Id != Lzma2)
        {
            throw XzFormat.Unsupported($"filter 0x{last.Id:X} at the end of a block");
        }
        lzma2.Restart(DictionarySizeOf(last), header.UncompressedSize);
        IXzStage stage = lzma2;
        for (int i = filters.Count - 2; i >= 0; i--)
        {
            stage = filters[i].Id == Delta
                ? new DeltaStage(stage, DeltaDistanceOf(filters[i]))
                : new BranchStage(stage, FilterOf(filters[i].Id), StartOf(filters[i]));
        }
        return stage;
    }

    private static int DictionarySizeOf(XzFilterFlags filter)
    {
        if (filter.Properties is not [var bits])
        {
            throw XzFormat.Damaged("the settings of LZMA2 are not one byte");
        }
        // Section 5.3.1: 2 or 3 times a power of two, from 4 KiB; 40 stands for 4 GiB less one.
        long size = bits < 40 ? (2L | (bits & 1u)) << ((bits / 2) + 11) : uint.MaxValue;
        return size <= MaxDictionarySize
            ? (int)size
            : throw XzFormat.Unsupported($"a dictionary of {size >> 20} MiB (at most {MaxDictionarySize >> 20})");
    }

    private static int DeltaDistanceOf(XzFilterFlags filter) => filter.Properties is [var distance]
        ? distance + 1
        : throw XzFormat.Damaged("the settings of the delta filter are not one byte");

    private static uint StartOf(XzFilterFlags filter)
    {
        uint start = filter.Properties.Length switch
        {
            0 => 0,
            sizeof(uint) => BinaryPrimitives.ReadUInt32LittleEndian(filter.Properties),
            _ => throw XzFormat.Damaged("the settings of a branch filter are not four bytes"),
        };
        return start % (uint)FilterOf(filter.Id).Alignment == 0
            ? start
            : throw XzFormat.Damaged("the start offset of a branch filter is not aligned");
    }

    /// <summary>A filter of its own for each use: the x86 filter has memory.</summary>
    private static BranchFilter FilterOf(ulong id) => id switch
    {
        0x04 => new X86Filter(),
        0x05 => new PowerPcFilter(),
        0x06 => new Ia64Filter(),
        0x07 => new ArmFilter(),
        0x08 => new ArmThumbFilter(),
        0x09 => new SparcFilter(),
        0x0A => new Arm64Filter(),
        _ => throw XzFormat.Unsupported($"filter 0x{id:X}"),
    };
}
