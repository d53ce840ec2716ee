using System.Buffers.Binary;

namespace Avocado.Formats.Fat;

/// <summary>The FSInfo sector (FAT specification 5): hints about free clusters.</summary>
internal readonly record struct FatInfoSector(uint FreeClusters, uint NextFree)
{
    /// <summary>Length in bytes.</summary>
    public const int Size = Offsets.End;

    /// <summary>"Not known", for both fields.</summary>
    public const uint Unknown = uint.MaxValue;

    private const uint LeadSignature = 0x41615252;
    private const uint StructSignature = 0x61417272;
    private const uint TrailSignature = 0xAA550000;

    /// <summary>Writes <see cref="Size"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        destination[..Size].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(destination, LeadSignature);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[Offsets.Struct..], StructSignature);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[Offsets.FreeClusters..], FreeClusters);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[Offsets.NextFree..], NextFree);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[Offsets.Trail..], TrailSignature);
    }

    private static class Offsets
    {
        public const int Struct = sizeof(uint) + 480;
        public const int FreeClusters = Struct + sizeof(uint);
        public const int NextFree = FreeClusters + sizeof(uint);
        public const int Trail = NextFree + sizeof(uint) + 12;
        public const int End = Trail + sizeof(uint);
    }
}
