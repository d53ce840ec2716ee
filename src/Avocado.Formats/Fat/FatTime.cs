namespace Avocado.Formats.Fat;

/// <summary>A time as directory entries store it: UTC here, 1980 to 2107, in steps of two seconds.</summary>
internal readonly record struct FatTime(ushort Date, ushort Time)
{
    private const int FirstYear = 1980;
    private static readonly DateTimeOffset First = new(FirstYear, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Last = new(FirstYear + 127, 12, 31, 23, 59, 58, TimeSpan.Zero);

    /// <summary>The nearest time that the format can say, rounded down.</summary>
    /// <param name="seconds">Since 1970.</param>
    public static FatTime Of(long seconds)
    {
        DateTimeOffset time = DateTimeOffset.FromUnixTimeSeconds(
            Math.Clamp(seconds, First.ToUnixTimeSeconds(), Last.ToUnixTimeSeconds()));
        return new FatTime(
            (ushort)(((time.Year - FirstYear) << 9) | (time.Month << 5) | time.Day),
            (ushort)((time.Hour << 11) | (time.Minute << 5) | (time.Second / 2)));
    }

    /// <summary>Seconds since 1970; null for fields that are no date.</summary>
    public long? ToUnixSeconds()
    {
        int year = FirstYear + (Date >> 9), month = (Date >> 5) & 0xF, day = Date & 0x1F;
        int hour = Time >> 11, minute = (Time >> 5) & 0x3F, second = (Time & 0x1F) * 2;
        return month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            && hour < 24 && minute < 60 && second < 60
            ? new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero).ToUnixTimeSeconds()
            : null;
    }
}
