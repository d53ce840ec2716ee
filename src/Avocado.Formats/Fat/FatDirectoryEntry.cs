using System.Buffers.Binary;
using System.Text;

namespace Avocado.Formats.Fat;

/// <summary>A short directory entry (FAT specification 6): 32 bytes, little-endian.</summary>
/// <param name="ShortName">Eleven characters: eight of the name, three of the extension, padded with spaces.</param>
/// <param name="Attributes">Flags.</param>
/// <param name="FirstCluster">Where its bytes start; 0 for none.</param>
/// <param name="FileSize">Bytes of a file; 0 for a directory.</param>
/// <param name="Written">When it was last written.</param>
/// <param name="CaseFlags">Which parts of the short name are shown in lower case; never written.</param>
internal readonly record struct FatDirectoryEntry(
    string ShortName, FatAttributes Attributes, uint FirstCluster, uint FileSize, FatTime Written, byte CaseFlags = 0)
{
    /// <summary>Length in bytes.</summary>
    public const int Size = Offsets.End;

    /// <summary>First byte of an entry that is free.</summary>
    public const byte Free = 0xE5;

    /// <summary>First byte of an entry after which all are free.</summary>
    public const byte End = 0;

    private const byte EscapedFree = 0x05;
    private const byte LowerBase = 0x08;
    private const byte LowerExtension = 0x10;
    private const int BaseSize = 8;

    /// <summary>The short name as users see it: "README.TXT".</summary>
    public string DisplayName
    {
        get
        {
            string name = ShortName[..BaseSize].TrimEnd(' ');
            string extension = ShortName[BaseSize..].TrimEnd(' ');
            name = (CaseFlags & LowerBase) != 0 ? name.ToLowerInvariant() : name;
            extension = (CaseFlags & LowerExtension) != 0 ? extension.ToLowerInvariant() : extension;
            return extension.Length == 0 ? name : $"{name}.{extension}";
        }
    }

    /// <summary>The attributes of a slot, which say what kind of slot it is.</summary>
    public static FatAttributes AttributesOf(ReadOnlySpan<byte> slot) => (FatAttributes)slot[Offsets.Attributes];

    /// <summary>Reads a slot that is neither free nor a part of a long name.</summary>
    public static FatDirectoryEntry Read(ReadOnlySpan<byte> source)
    {
        string name = Encoding.Latin1.GetString(source[..FatBootSector.LabelSize]);
        return new FatDirectoryEntry(
            name[0] == EscapedFree ? (char)Free + name[1..] : name,
            AttributesOf(source),
            ((uint)BinaryPrimitives.ReadUInt16LittleEndian(source[Offsets.ClusterHigh..]) << 16)
                | BinaryPrimitives.ReadUInt16LittleEndian(source[Offsets.ClusterLow..]),
            BinaryPrimitives.ReadUInt32LittleEndian(source[Offsets.FileSize..]),
            new FatTime(
                BinaryPrimitives.ReadUInt16LittleEndian(source[Offsets.WriteDate..]),
                BinaryPrimitives.ReadUInt16LittleEndian(source[Offsets.WriteTime..])),
            source[Offsets.CaseFlags]);
    }

    /// <summary>Writes <see cref="Size"/> bytes; created, read and written at one time.</summary>
    public void Write(Span<byte> destination)
    {
        destination[..Size].Clear();
        Encoding.ASCII.GetBytes(ShortName, destination);
        destination[Offsets.Attributes] = (byte)Attributes;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[Offsets.CreateTime..], Written.Time);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[Offsets.CreateDate..], Written.Date);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[Offsets.AccessDate..], Written.Date);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[Offsets.ClusterHigh..], (ushort)(FirstCluster >> 16));
        BinaryPrimitives.WriteUInt16LittleEndian(destination[Offsets.WriteTime..], Written.Time);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[Offsets.WriteDate..], Written.Date);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[Offsets.ClusterLow..], (ushort)FirstCluster);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[Offsets.FileSize..], FileSize);
    }

    private static class Offsets
    {
        public const int Attributes = FatBootSector.LabelSize;
        public const int CaseFlags = Attributes + 1;
        public const int CreateTenths = CaseFlags + 1;
        public const int CreateTime = CreateTenths + 1;
        public const int CreateDate = CreateTime + sizeof(ushort);
        public const int AccessDate = CreateDate + sizeof(ushort);
        public const int ClusterHigh = AccessDate + sizeof(ushort);
        public const int WriteTime = ClusterHigh + sizeof(ushort);
        public const int WriteDate = WriteTime + sizeof(ushort);
        public const int ClusterLow = WriteDate + sizeof(ushort);
        public const int FileSize = ClusterLow + sizeof(ushort);
        public const int End = FileSize + sizeof(uint);
    }
}
