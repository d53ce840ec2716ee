using System.Buffers.Binary;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Kmod;

/// <summary>The first words of a binary index; all numbers in these files are big-endian.</summary>
/// <param name="Root">The root node.</param>
internal readonly record struct KmodIndexHeader(KmodNodeReference Root)
{
    public const int Size = RootOffset + sizeof(uint);

    private const int MagicOffset = 0;
    private const int VersionOffset = MagicOffset + sizeof(uint);
    private const int RootOffset = VersionOffset + sizeof(uint);
    private const uint Magic = 0xB007F457;
    private const uint Version = 0x00020001;

    /// <summary>Reads the header.</summary>
    /// <exception cref="DamagedFormatException">Too short, or something else.</exception>
    public static KmodIndexHeader Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < Size || BinaryPrimitives.ReadUInt32BigEndian(file[MagicOffset..]) != Magic)
        {
            throw new DamagedFormatException(KmodIndexReader.FormatName, "it does not begin like one");
        }
        uint version = BinaryPrimitives.ReadUInt32BigEndian(file[VersionOffset..]);
        return version == Version
            ? new KmodIndexHeader(new KmodNodeReference(BinaryPrimitives.ReadUInt32BigEndian(file[RootOffset..])))
            : throw Codes.UnsupportedFormat.Error(KmodIndexReader.FormatName, $"version {version:x8}");
    }

    /// <summary>Writes the header.</summary>
    public void Write(Span<byte> file)
    {
        BinaryPrimitives.WriteUInt32BigEndian(file[MagicOffset..], Magic);
        BinaryPrimitives.WriteUInt32BigEndian(file[VersionOffset..], Version);
        BinaryPrimitives.WriteUInt32BigEndian(file[RootOffset..], Root.Value);
    }
}
