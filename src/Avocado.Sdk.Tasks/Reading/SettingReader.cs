using System.Globalization;
using Avocado.Files.Diagnostics;
using Avocado.Packages.Caching;

namespace Avocado.Sdk.Tasks.Reading;

/// <summary>Properties with a type; a value that cannot be read is reported where the project sets it.</summary>
internal sealed class SettingReader(ReadingContext context)
{
    private const long MiB = 1 << 20;

    /// <summary>The text, or null when there is none.</summary>
    public static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    public void Report(string property, DiagnosticCode code, params object?[] arguments) =>
        context.Found.Add(code, context.Locator.Property(property), arguments);

    /// <summary>A size in bytes, a multiple of 1 MiB: "512M", "1G", "1073741824".</summary>
    public long Size(string property, string? text, long fallback)
    {
        if (Given(text) is not { } given)
        {
            return fallback;
        }
        if (ByteSize.TryParse(given, out long size) && size > 0 && size % MiB == 0)
        {
            return size;
        }
        Report(property, Codes.BadValue, property, given, "a size of whole MiB, such as 256M or 2G");
        return fallback;
    }

    /// <summary>A whole number within bounds.</summary>
    public int Integer(string property, string? text, int minimum, int maximum, int fallback)
    {
        if (Given(text) is not { } given)
        {
            return fallback;
        }
        if (int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            && value >= minimum && value <= maximum)
        {
            return value;
        }
        Report(property, Codes.BadValue, property, given, $"a whole number from {minimum} to {maximum}");
        return fallback;
    }

    /// <summary>The base address of an archive: http, https or file.</summary>
    public Uri? Address(string property, string? text)
    {
        if (Given(text) is not { } given)
        {
            return null;
        }
        if (Uri.TryCreate(given, UriKind.Absolute, out Uri? address)
            && (address.IsFile || address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps))
        {
            return address;
        }
        Report(property, Codes.BadValue, property, given, "an address such as https://mirror.example.com/debian");
        return null;
    }

    /// <summary>A day as os-release writes it, yyyy-MM-dd.</summary>
    public string? Day(string property, string? text)
    {
        if (Given(text) is not { } given)
        {
            return null;
        }
        if (DateOnly.TryParseExact(given, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            return given;
        }
        Report(property, Codes.BadValue, property, given, "a date such as 2033-01-01");
        return null;
    }

    /// <summary>A point in time as seconds since 1970: that number, a day, or an ISO 8601 time with its zone.</summary>
    public long? Date(string property, string? text)
    {
        if (Given(text) is not { } given)
        {
            return null;
        }
        if (long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            && seconds <= uint.MaxValue)
        {
            return seconds;
        }
        string[] forms = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ssK"];
        if (DateTimeOffset.TryParseExact(given, forms, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out DateTimeOffset time) && time >= DateTimeOffset.UnixEpoch
            && time.ToUnixTimeSeconds() <= uint.MaxValue)
        {
            return time.ToUnixTimeSeconds();
        }
        Report(property, Codes.BadValue, property, given,
            "seconds since 1970 (until 2106), or a time such as 2026-01-31T12:00:00Z");
        return null;
    }
}
