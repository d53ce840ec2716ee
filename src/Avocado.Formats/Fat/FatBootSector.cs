using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Fat;

/// <summary>The first sector of a FAT32 volume (FAT specification 3.1 and 3.3), little-endian.</summary>
internal readonly record struct FatBootSector(FatGeometry Geometry, uint RootCluster, uint VolumeId, string Label)
{
    /// <summary>Length in bytes that matters; larger sectors are zero behind it.</summary>
    public const int Size = Offsets.End;

    /// <summary>Length of a label and of a short name.</summary>
    public const int LabelSize = 11;

    /// <summary>Where the volume keeps its free counts.</summary>
    public const int InfoSector = 1;

    /// <summary>Where copies of the boot sector and of the info sector begin.</summary>
    public const int BackupSector = 6;

    internal const string FormatName = "FAT32";

    private const ushort SignatureValue = 0xAA55;
    private const byte FixedDisk = 0xF8;
    private const byte HardDisk = 0x80;
    private const byte ExtendedSignature = 0x29;

    private static ReadOnlySpan<byte> Jump => [0xEB, Offsets.Code - 2, 0x90];

    // What firmware of the last decades expects to see (FAT specification 3.1).
    private static ReadOnlySpan<byte> Oem => "MSWIN4.1"u8;

    private static ReadOnlySpan<byte> TypeName => "FAT32   "u8;

    // int 18h, then halt for ever: a BIOS that boots this goes on to its next device.
    private static ReadOnlySpan<byte> Code => [0xCD, 0x18, 0xF4, 0xEB, 0xFD];

    /// <summary>Reads and validates a boot sector.</summary>
    /// <param name="source">At least <see cref="Size"/> bytes.</param>
    /// <exception cref="AvocadoException">AVO0201: damaged; AVO0202: FAT12 or FAT16.</exception>
    public static FatBootSector Read(ReadOnlySpan<byte> source)
    {
        if (source.Length < Size
            || BinaryPrimitives.ReadUInt16LittleEndian(source[Offsets.Signature..]) != SignatureValue)
        {
            throw Damaged("there is no boot sector");
        }
        int sectorSize = BinaryPrimitives.ReadUInt16LittleEndian(source[Offsets.BytesPerSector..]);
        int perCluster = source[Offsets.SectorsPerCluster];
        int reserved = BinaryPrimitives.ReadUInt16LittleEndian(source[Offsets.ReservedSectors..]);
        int fats = source[Offsets.FatCount];
        if (sectorSize is < 512 or > 4096 || !BitOperations.IsPow2(sectorSize) || !BitOperations.IsPow2(perCluster)
            || reserved == 0 || fats is 0 or > 2)
        {
            throw Damaged($"sectors of {sectorSize} bytes, {perCluster} in a cluster, {reserved} reserved, "
                + $"{fats} FATs");
        }
        long total = BinaryPrimitives.ReadUInt32LittleEndian(source[Offsets.TotalSectors32..]);
        long fatSectors = BinaryPrimitives.ReadUInt32LittleEndian(source[Offsets.FatSectors32..]);
        if (BinaryPrimitives.ReadUInt16LittleEndian(source[Offsets.FatSectors16..]) != 0
            || BinaryPrimitives.ReadUInt16LittleEndian(source[Offsets.RootEntries..]) != 0)
        {
            throw Codes.UnsupportedFormat.Error("FAT12 or FAT16", "only FAT32 is read");
        }
        var geometry = new FatGeometry(sectorSize, perCluster, reserved, fats, fatSectors, total);
        if (geometry.DataSector >= total
            || geometry.ClusterCount is < FatGeometry.MinClusters or > FatGeometry.MaxClusters
            || fatSectors * sectorSize / FatGeometry.EntrySize < geometry.ClusterCount + FatGeometry.FirstCluster)
        {
            throw Damaged($"{total} sectors with FATs of {fatSectors}");
        }
        uint root = BinaryPrimitives.ReadUInt32LittleEndian(source[Offsets.RootCluster..]);
        uint id = BinaryPrimitives.ReadUInt32LittleEndian(source[Offsets.VolumeId..]);
        string label = Encoding.Latin1.GetString(source.Slice(Offsets.Label, LabelSize)).TrimEnd(' ');
        return new FatBootSector(geometry, root, id, label);
    }

    /// <summary>Writes <see cref="Size"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        destination[..Size].Clear();
        Jump.CopyTo(destination);
        Oem.CopyTo(destination[Offsets.Oem..]);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[Offsets.BytesPerSector..], (ushort)Geometry.SectorSize);
        destination[Offsets.SectorsPerCluster] = (byte)Geometry.SectorsPerCluster;
        BinaryPrimitives.WriteUInt16LittleEndian(
            destination[Offsets.ReservedSectors..], (ushort)Geometry.ReservedSectors);
        destination[Offsets.FatCount] = (byte)Geometry.FatCount;
        destination[Offsets.Media] = FixedDisk;
        // A geometry of cylinders that nobody uses; 63 and 255 are what every tool writes.
        BinaryPrimitives.WriteUInt16LittleEndian(destination[Offsets.SectorsPerTrack..], 63);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[Offsets.Heads..], 255);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[Offsets.TotalSectors32..], (uint)Geometry.TotalSectors);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[Offsets.FatSectors32..], (uint)Geometry.FatSectors);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[Offsets.RootCluster..], RootCluster);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[Offsets.InfoSector..], InfoSector);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[Offsets.BackupSector..], BackupSector);
        destination[Offsets.Drive] = HardDisk;
        destination[Offsets.ExtendedSignature] = ExtendedSignature;
        BinaryPrimitives.WriteUInt32LittleEndian(destination[Offsets.VolumeId..], VolumeId);
        Encoding.ASCII.GetBytes(Label.PadRight(LabelSize), destination[Offsets.Label..]);
        TypeName.CopyTo(destination[Offsets.TypeName..]);
        Code.CopyTo(destination[Offsets.Code..]);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[Offsets.Signature..], SignatureValue);
    }

    private static DamagedFormatException Damaged(string what) => new(FormatName, what);

    private static class Offsets
    {
        public const int Oem = 3;
        public const int BytesPerSector = Oem + 8;
        public const int SectorsPerCluster = BytesPerSector + sizeof(ushort);
        public const int ReservedSectors = SectorsPerCluster + 1;
        public const int FatCount = ReservedSectors + sizeof(ushort);
        public const int RootEntries = FatCount + 1;
        public const int TotalSectors16 = RootEntries + sizeof(ushort);
        public const int Media = TotalSectors16 + sizeof(ushort);
        public const int FatSectors16 = Media + 1;
        public const int SectorsPerTrack = FatSectors16 + sizeof(ushort);
        public const int Heads = SectorsPerTrack + sizeof(ushort);
        public const int HiddenSectors = Heads + sizeof(ushort);
        public const int TotalSectors32 = HiddenSectors + sizeof(uint);
        public const int FatSectors32 = TotalSectors32 + sizeof(uint);
        public const int Flags = FatSectors32 + sizeof(uint);
        public const int Version = Flags + sizeof(ushort);
        public const int RootCluster = Version + sizeof(ushort);
        public const int InfoSector = RootCluster + sizeof(uint);
        public const int BackupSector = InfoSector + sizeof(ushort);
        public const int Drive = BackupSector + sizeof(ushort) + 12;
        public const int ExtendedSignature = Drive + 2;
        public const int VolumeId = ExtendedSignature + 1;
        public const int Label = VolumeId + sizeof(uint);
        public const int TypeName = Label + LabelSize;
        public const int Code = TypeName + 8;
        public const int Signature = 510;
        public const int End = Signature + sizeof(ushort);
    }
}
