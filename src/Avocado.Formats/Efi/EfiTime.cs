using System.Buffers.Binary;

namespace Avocado.Formats.Efi;

/// <summary>EFI_TIME as authenticated variables use it: UTC, all other fields zero (UEFI 2.10, 8.2.2).</summary>
/// <param name="Year">1900 to 9999, or 0 for no time.</param>
public readonly record struct EfiTime(ushort Year, byte Month, byte Day, byte Hour, byte Minute, byte Second)
{
    private const int MonthAt = sizeof(ushort);

    /// <summary>Length in bytes: the fields, then nanoseconds, time zone and paddings.</summary>
    public const int Size = 16;

    /// <summary>The second of a moment, in UTC.</summary>
    public static EfiTime Of(DateTimeOffset moment)
    {
        DateTime utc = moment.UtcDateTime;
        return new EfiTime((ushort)utc.Year, (byte)utc.Month, (byte)utc.Day,
            (byte)utc.Hour, (byte)utc.Minute, (byte)utc.Second);
    }

    public static EfiTime Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt16LittleEndian(bytes), bytes[MonthAt], bytes[MonthAt + 1], bytes[MonthAt + 2],
        bytes[MonthAt + 3], bytes[MonthAt + 4]);

    public void Write(Span<byte> bytes)
    {
        bytes[..Size].Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, Year);
        ReadOnlySpan<byte> rest = [Month, Day, Hour, Minute, Second];
        rest.CopyTo(bytes[MonthAt..]);
    }
}
