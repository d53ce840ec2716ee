using System.Buffers.Binary;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Gpt;

/// <summary>The master boot record before a GPT (UEFI 5.2.3): one partition of type 0xEE over the whole disk.</summary>
internal static class ProtectiveMbr
{
    /// <summary>Length in bytes, whatever the sector size.</summary>
    public const int Size = Signature + sizeof(ushort);

    private const int Entries = 446;
    private const int EntrySize = 16;
    private const int EntryCount = 4;
    private const int Signature = Entries + EntryCount * EntrySize;
    private const ushort SignatureValue = 0xAA55;
    private const byte ProtectiveType = 0xEE;

    // Within an entry; cylinder, head and sector are packed in three bytes each.
    private const int FirstChs = 1;
    private const int Type = 4;
    private const int LastChs = 5;
    private const int FirstLba = 8;
    private const int SectorCount = 12;

    /// <summary>Writes <see cref="Size"/> bytes for a disk of so many sectors.</summary>
    public static void Write(Span<byte> destination, long sectors)
    {
        destination[..Size].Clear();
        Span<byte> entry = destination.Slice(Entries, EntrySize);
        // Cylinder 0, head 0, sector 2; the end is beyond what the field can say.
        entry[FirstChs + 1] = 2;
        entry.Slice(LastChs, 3).Fill(0xFF);
        entry[Type] = ProtectiveType;
        BinaryPrimitives.WriteUInt32LittleEndian(entry[FirstLba..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[SectorCount..], (uint)Math.Min(sectors - 1, uint.MaxValue));
        BinaryPrimitives.WriteUInt16LittleEndian(destination[Signature..], SignatureValue);
    }

    /// <summary>Checks that a disk says it has a GPT.</summary>
    /// <exception cref="DamagedFormatException">It does not.</exception>
    public static void Check(ReadOnlySpan<byte> source)
    {
        bool found = false;
        for (int i = 0; i < EntryCount; i++)
        {
            found |= source[Entries + i * EntrySize + Type] == ProtectiveType;
        }
        if (!found || BinaryPrimitives.ReadUInt16LittleEndian(source[Signature..]) != SignatureValue)
        {
            throw new DamagedFormatException(GptHeader.FormatName, "there is no protective master boot record");
        }
    }
}
