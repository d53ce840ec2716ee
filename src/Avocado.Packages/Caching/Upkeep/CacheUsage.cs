using System.Globalization;

namespace Avocado.Packages.Caching.Upkeep;

/// <summary>What a cache was known to take when it was last looked through, and what came since.</summary>
/// <param name="Bytes">An estimate: what is written twice counts twice until the next look.</param>
/// <param name="Looked">When it was looked through, UTC.</param>
internal readonly record struct CacheUsage(long Bytes, DateTime Looked)
{
    private const string Magic = "avocado-cache-usage 1";

    /// <summary>Reads the file; null when it is missing or not as written.</summary>
    public static CacheUsage? TryRead(CacheFolder folder)
    {
        try
        {
            string[] parts = File.ReadAllText(folder.UsagePath).Split('\n');
            return parts is [Magic, var bytes, var looked, ""]
                && long.TryParse(bytes, NumberStyles.None, CultureInfo.InvariantCulture, out long size)
                && long.TryParse(looked, NumberStyles.None, CultureInfo.InvariantCulture, out long ticks)
                && ticks <= DateTime.MaxValue.Ticks
                ? new CacheUsage(size, new DateTime(ticks, DateTimeKind.Utc))
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes the file, whole or not at all.</summary>
    public void Write(CacheFolder folder)
    {
        string part = folder.NewTemporaryPath();
        try
        {
            File.WriteAllText(part, string.Create(
                CultureInfo.InvariantCulture, $"{Magic}\n{Bytes}\n{Looked.Ticks}\n"));
            File.Move(part, folder.UsagePath, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }
}
