using System.Buffers.Binary;
using System.Text;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Identifiers;

namespace Avocado.Formats.Gpt;

/// <summary>An entry of the partition array (UEFI 5.3.3): 128 bytes, little-endian, GUIDs in mixed order.</summary>
/// <param name="Type">What it is for; see <see cref="PartitionTypes"/>. The empty GUID marks an unused entry.</param>
/// <param name="Id">Its own GUID.</param>
/// <param name="FirstLba">First sector.</param>
/// <param name="LastLba">Last sector, inclusive.</param>
/// <param name="Attributes">Flags.</param>
/// <param name="Name">Label, at most 36 UTF-16 units.</param>
public readonly record struct GptPartition(
    Guid Type, Guid Id, long FirstLba, long LastLba, GptAttributes Attributes, string Name)
{
    /// <summary>Length in bytes.</summary>
    public const int Size = Offsets.End;

    /// <summary>Longest name in UTF-16 units.</summary>
    public const int MaxNameLength = 36;

    /// <summary>How many sectors it has.</summary>
    public long SectorCount => LastLba - FirstLba + 1;

    /// <summary>Reads an entry; null when it is unused.</summary>
    /// <param name="source">At least <see cref="Size"/> bytes.</param>
    /// <exception cref="AvocadoException">AVO0201: damaged.</exception>
    public static GptPartition? Read(ReadOnlySpan<byte> source)
    {
        Guid type = GuidBytes.FromMixedOrder(source[Offsets.Type..]);
        if (type == Guid.Empty)
        {
            return null;
        }
        ulong first = BinaryPrimitives.ReadUInt64LittleEndian(source[Offsets.FirstLba..]);
        ulong last = BinaryPrimitives.ReadUInt64LittleEndian(source[Offsets.LastLba..]);
        if (first > last || last > GptHeader.MaxLba)
        {
            throw new DamagedFormatException(GptHeader.FormatName, $"a partition from sector {first} to {last}");
        }
        string name = Encoding.Unicode.GetString(source.Slice(Offsets.Name, MaxNameLength * sizeof(char)));
        int end = name.IndexOf('\0', StringComparison.Ordinal);
        return new GptPartition(
            type,
            GuidBytes.FromMixedOrder(source[Offsets.Id..]),
            (long)first,
            (long)last,
            (GptAttributes)BinaryPrimitives.ReadUInt64LittleEndian(source[Offsets.Attributes..]),
            end < 0 ? name : name[..end]);
    }

    /// <summary>Writes <see cref="Size"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        destination[..Size].Clear();
        Type.WriteMixedOrder(destination[Offsets.Type..]);
        Id.WriteMixedOrder(destination[Offsets.Id..]);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[Offsets.FirstLba..], (ulong)FirstLba);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[Offsets.LastLba..], (ulong)LastLba);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[Offsets.Attributes..], (ulong)Attributes);
        Encoding.Unicode.GetBytes(Name, destination.Slice(Offsets.Name, MaxNameLength * sizeof(char)));
    }

    private static class Offsets
    {
        public const int Type = 0;
        public const int Id = Type + GuidBytes.Size;
        public const int FirstLba = Id + GuidBytes.Size;
        public const int LastLba = FirstLba + sizeof(ulong);
        public const int Attributes = LastLba + sizeof(ulong);
        public const int Name = Attributes + sizeof(ulong);
        public const int End = Name + MaxNameLength * sizeof(char);
    }
}
