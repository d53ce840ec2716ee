using System.Buffers.Text;
using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Cpio;

/// <summary>
/// The header of a member in the "newc" form that the kernel unpacks (initramfs buffer format): a magic and thirteen
/// fields of eight hexadecimal digits.
/// </summary>
public readonly record struct CpioHeader
{
    /// <summary>Length in bytes.</summary>
    public const int Size = FieldsStart + FieldCount * FieldSize;

    /// <summary>Headers, and data behind names, start at multiples of this many bytes.</summary>
    public const int Alignment = 4;

    internal const string FormatName = "cpio";

    private const int FieldsStart = 6;
    private const int FieldSize = 8;
    private const int FieldCount = 13;

    /// <summary>Number of the file in the archive; names with equal numbers are hard links.</summary>
    public required uint Inode { get; init; }

    /// <summary>st_mode: type and permissions.</summary>
    public required uint Mode { get; init; }

    public required uint Uid { get; init; }

    public required uint Gid { get; init; }

    /// <summary>How many names the file has.</summary>
    public required uint LinkCount { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public required uint ModificationTime { get; init; }

    /// <summary>Bytes of data; of a symbolic link, its target's.</summary>
    public required uint FileSize { get; init; }

    /// <summary>The file system the file was on; inode numbers count within it.</summary>
    public DeviceNumber FileSystem { get; init; }

    /// <summary>A device node's number.</summary>
    public DeviceNumber Device { get; init; }

    /// <summary>Length of the name with its NUL, in bytes.</summary>
    public required uint NameSize { get; init; }

    /// <summary>What a member starts with.</summary>
    private static ReadOnlySpan<byte> Magic => "070701"u8;

    /// <summary>Zeros between a position in the archive and the next header or data.</summary>
    public static int Padding(long position) => (int)(-position & (Alignment - 1));

    /// <summary>Reads a header.</summary>
    /// <param name="source">At least <see cref="Size"/> bytes.</param>
    /// <param name="position">Where in the archive, for messages.</param>
    /// <exception cref="AvocadoException">AVO0201: damaged; AVO0202: another form of cpio.</exception>
    public static CpioHeader Read(ReadOnlySpan<byte> source, long position)
    {
        if (!source.StartsWith(Magic))
        {
            throw source.StartsWith("07070"u8)
                ? Codes.UnsupportedFormat.Error(FormatName, "only the form 'newc' (070701) is read")
                : new DamagedFormatException(FormatName, $"there is no header at byte {position}");
        }
        return new CpioHeader
        {
            Inode = Field(source, Fields.Inode, position),
            Mode = Field(source, Fields.Mode, position),
            Uid = Field(source, Fields.Uid, position),
            Gid = Field(source, Fields.Gid, position),
            LinkCount = Field(source, Fields.LinkCount, position),
            ModificationTime = Field(source, Fields.ModificationTime, position),
            FileSize = Field(source, Fields.FileSize, position),
            FileSystem = new(Field(source, Fields.Major, position), Field(source, Fields.Minor, position)),
            Device = new(Field(source, Fields.DeviceMajor, position), Field(source, Fields.DeviceMinor, position)),
            NameSize = Field(source, Fields.NameSize, position),
        };
    }

    /// <summary>Writes <see cref="Size"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        Magic.CopyTo(destination);
        ReadOnlySpan<uint> values =
        [
            Inode, Mode, Uid, Gid, LinkCount, ModificationTime, FileSize, FileSystem.Major, FileSystem.Minor,
            Device.Major, Device.Minor, NameSize, 0,
        ];
        for (int i = 0; i < values.Length; i++)
        {
            // The standard format "X8": eight upper-case digits, as GNU cpio writes them.
            Utf8Formatter.TryFormat(
                values[i], destination.Slice(FieldsStart + i * FieldSize, FieldSize), out _, new('X', FieldSize));
        }
    }

    private static uint Field(ReadOnlySpan<byte> source, Fields field, long position)
    {
        ReadOnlySpan<byte> digits = source.Slice(FieldsStart + (int)field * FieldSize, FieldSize);
        return Utf8Parser.TryParse(digits, out uint value, out int used, 'X') && used == FieldSize
            ? value
            : throw new DamagedFormatException(FormatName, $"the header at byte {position} is not hexadecimal");
    }

    /// <summary>The fields in their order; a check sum follows that this form does not use.</summary>
    private enum Fields
    {
        Inode,
        Mode,
        Uid,
        Gid,
        LinkCount,
        ModificationTime,
        FileSize,
        Major,
        Minor,
        DeviceMajor,
        DeviceMinor,
        NameSize,
    }
}
