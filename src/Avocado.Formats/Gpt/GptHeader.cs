using System.Buffers.Binary;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Compression.Checksums;
using Avocado.Formats.Identifiers;

namespace Avocado.Formats.Gpt;

/// <summary>The header of a GUID partition table (UEFI 5.3.2): 92 bytes, little-endian, with its own CRC-32.</summary>
public readonly record struct GptHeader
{
    /// <summary>Length in bytes of revision 1.0.</summary>
    public const int Size = Offsets.End;

    internal const string FormatName = "GPT";

    /// <summary>So that bytes of any sector size still count in 63 bits.</summary>
    internal const ulong MaxLba = long.MaxValue / MaxSectorSize;

    private const int MaxSectorSize = 4096;
    private const uint Revision = 0x00010000;

    /// <summary>What a header starts with.</summary>
    public static ReadOnlySpan<byte> Signature => "EFI PART"u8;

    /// <summary>Where this header is.</summary>
    public required long MyLba { get; init; }

    /// <summary>Where the other header is.</summary>
    public required long AlternateLba { get; init; }

    /// <summary>First sector for partitions.</summary>
    public required long FirstUsableLba { get; init; }

    /// <summary>Last sector for partitions, inclusive.</summary>
    public required long LastUsableLba { get; init; }

    /// <summary>The disk's own GUID.</summary>
    public required Guid DiskId { get; init; }

    /// <summary>Where the partition array is.</summary>
    public required long EntriesLba { get; init; }

    /// <summary>How many entries the array has.</summary>
    public required int EntryCount { get; init; }

    /// <summary>Size of an entry in bytes.</summary>
    public required int EntrySize { get; init; }

    /// <summary>CRC-32 of the array.</summary>
    public required uint EntriesChecksum { get; init; }

    /// <summary>Length of the array in bytes.</summary>
    public int EntriesLength => EntryCount * EntrySize;

    /// <summary>Reads a header and checks its CRC and limits.</summary>
    /// <param name="sector">The whole sector.</param>
    /// <exception cref="AvocadoException">AVO0201: damaged; AVO0202: another revision.</exception>
    public static GptHeader Read(ReadOnlySpan<byte> sector)
    {
        if (sector.Length < Size || !sector.StartsWith(Signature))
        {
            throw Damaged("there is no header");
        }
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(sector[Offsets.HeaderSize..]);
        if (size < Size || size > sector.Length)
        {
            throw Damaged($"the header claims {size} bytes");
        }
        Span<byte> copy = stackalloc byte[MaxSectorSize];
        copy = copy[..(int)size];
        sector[..(int)size].CopyTo(copy);
        copy.Slice(Offsets.Checksum, sizeof(uint)).Clear();
        if (Crc32.Of(copy) != BinaryPrimitives.ReadUInt32LittleEndian(sector[Offsets.Checksum..]))
        {
            throw Damaged("the header does not match its checksum");
        }
        uint revision = BinaryPrimitives.ReadUInt32LittleEndian(sector[Offsets.Revision..]);
        if (revision != Revision)
        {
            throw Codes.UnsupportedFormat.Error(FormatName, $"revision 0x{revision:x8}");
        }
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(sector[Offsets.EntryCount..]);
        uint entrySize = BinaryPrimitives.ReadUInt32LittleEndian(sector[Offsets.EntrySize..]);
        // The specification allows 128 * 2^n; nobody writes other than 128 entries of 128 bytes.
        if (count is 0 or > 1024 || entrySize is not (128 or 256 or 512))
        {
            throw Damaged($"{count} entries of {entrySize} bytes");
        }
        return new GptHeader
        {
            MyLba = Lba(sector, Offsets.MyLba),
            AlternateLba = Lba(sector, Offsets.AlternateLba),
            FirstUsableLba = Lba(sector, Offsets.FirstUsableLba),
            LastUsableLba = Lba(sector, Offsets.LastUsableLba),
            DiskId = GuidBytes.FromMixedOrder(sector[Offsets.DiskId..]),
            EntriesLba = Lba(sector, Offsets.EntriesLba),
            EntryCount = (int)count,
            EntrySize = (int)entrySize,
            EntriesChecksum = BinaryPrimitives.ReadUInt32LittleEndian(sector[Offsets.EntriesChecksum..]),
        };
    }

    /// <summary>Writes <see cref="Size"/> bytes; the rest of the sector is zero.</summary>
    public void Write(Span<byte> destination)
    {
        destination[..Size].Clear();
        Signature.CopyTo(destination);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[Offsets.Revision..], Revision);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[Offsets.HeaderSize..], Size);
        BinaryPrimitives.WriteInt64LittleEndian(destination[Offsets.MyLba..], MyLba);
        BinaryPrimitives.WriteInt64LittleEndian(destination[Offsets.AlternateLba..], AlternateLba);
        BinaryPrimitives.WriteInt64LittleEndian(destination[Offsets.FirstUsableLba..], FirstUsableLba);
        BinaryPrimitives.WriteInt64LittleEndian(destination[Offsets.LastUsableLba..], LastUsableLba);
        DiskId.WriteMixedOrder(destination[Offsets.DiskId..]);
        BinaryPrimitives.WriteInt64LittleEndian(destination[Offsets.EntriesLba..], EntriesLba);
        BinaryPrimitives.WriteInt32LittleEndian(destination[Offsets.EntryCount..], EntryCount);
        BinaryPrimitives.WriteInt32LittleEndian(destination[Offsets.EntrySize..], EntrySize);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[Offsets.EntriesChecksum..], EntriesChecksum);
        uint checksum = Crc32.Of(destination[..Size]);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[Offsets.Checksum..], checksum);
    }

    private static long Lba(ReadOnlySpan<byte> sector, int offset)
    {
        ulong lba = BinaryPrimitives.ReadUInt64LittleEndian(sector[offset..]);
        return lba <= MaxLba ? (long)lba : throw Damaged($"sector number {lba}");
    }

    private static DamagedFormatException Damaged(string what) => new(FormatName, what);

    private static class Offsets
    {
        public const int Signature = 0;
        public const int Revision = Signature + 8;
        public const int HeaderSize = Revision + sizeof(uint);
        public const int Checksum = HeaderSize + sizeof(uint);
        public const int MyLba = Checksum + sizeof(uint) + 4;
        public const int AlternateLba = MyLba + sizeof(ulong);
        public const int FirstUsableLba = AlternateLba + sizeof(ulong);
        public const int LastUsableLba = FirstUsableLba + sizeof(ulong);
        public const int DiskId = LastUsableLba + sizeof(ulong);
        public const int EntriesLba = DiskId + GuidBytes.Size;
        public const int EntryCount = EntriesLba + sizeof(ulong);
        public const int EntrySize = EntryCount + sizeof(uint);
        public const int EntriesChecksum = EntrySize + sizeof(uint);
        public const int End = EntriesChecksum + sizeof(uint);
    }
}
