using System.Globalization;
using System.Text.RegularExpressions;

namespace Avocado.Packages.Debian;

/// <summary>Addresses in archives.</summary>
internal static partial class ArchiveAddress
{
    private const string SnapshotStamp = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>A path below a base; every character of the path stands for itself.</summary>
    public static Uri Of(Uri archive, string path) => new(
        archive.AbsoluteUri.TrimEnd('/') + "/" + string.Join('/', path.Split('/').Select(Escape)));

    /// <summary>An archive of the snapshot service as it was at a time: the last state before it.</summary>
    /// <param name="snapshots">The service's base.</param>
    /// <param name="isSecurity">True for the archive of security updates.</param>
    /// <param name="time">The time.</param>
    public static Uri OfSnapshot(Uri snapshots, bool isSecurity, DateTimeOffset time) => Of(snapshots,
        $"archive/{(isSecurity ? "debian-security" : "debian")}/"
        + time.UtcDateTime.ToString(SnapshotStamp, CultureInfo.InvariantCulture));

    /// <summary>The time a snapshot's base is of; null for an archive that lives.</summary>
    public static DateTimeOffset? SnapshotTime(Uri archive) =>
        Stamp().Match(archive.AbsolutePath) is { Success: true } match
        && DateTimeOffset.TryParseExact(match.Value, SnapshotStamp, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : null;

    // '+' is common in package names and needs no escape; some caches tell it from "%2B".
    private static string Escape(string part) =>
        Uri.EscapeDataString(part).Replace("%2B", "+", StringComparison.Ordinal);

    [GeneratedRegex("(?<=/)[0-9]{8}T[0-9]{6}Z(?=/|$)")]
    private static partial Regex Stamp();
}
