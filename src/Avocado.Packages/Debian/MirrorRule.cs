using System.Collections.Immutable;
using Avocado.Packages.Debian.Apt;

namespace Avocado.Packages.Debian;

/// <summary>
/// Which archives a Debian feed asks. With a Uri: that one, for every suite named. Without: the mirrors of the host's
/// apt configuration, whatever suite the host takes from them, then Debian's snapshot archive.
/// <list type="bullet">
/// <item>Mirrors whose path ends in "debian…" are asked first, others after them, each group in apt's order; a mirror
/// counts only when its release file is signed by the feed's keys.</item>
/// <item>A suite "X-security" or "X/updates" is asked from the mirrors the host takes security updates from.</item>
/// <item>One plain suite "X" also takes "X-updates", and "X-security" where the host has a mirror for it; an archive
/// that does not have them is complete without them, one that does not answer is an error.</item>
/// <item>Several suites are taken as named, and all must be there.</item>
/// </list>
/// </summary>
internal static class MirrorRule
{
    private const string UpdatesSuffix = "-updates";
    private const string SecuritySuffix = "-security";
    private const string OldSecuritySuffix = "/updates";

    /// <summary>The suites to load, the main one first.</summary>
    /// <param name="snapshot">The snapshot archive's base for security suites or the others; null for none.</param>
    public static ImmutableArray<SuiteSource> Apply(
        FeedDescription feed, AptConfiguration apt, Func<bool, Uri?> snapshot)
    {
        ImmutableArray<string> suites = feed.Suites;
        if (feed.Uri is { } only)
        {
            return [.. suites.Select(suite => new SuiteSource(suite, [only], null, true))];
        }
        ImmutableArray<Uri> plain = Mirrors(apt.Sources.Where(s => !s.IsSecurity));
        ImmutableArray<Uri> security = Mirrors(apt.Sources.Where(s => s.IsSecurity));
        SuiteSource Named(string suite, bool isRequired) => IsSecurity(suite)
            ? new SuiteSource(suite, [.. security.Concat(plain).Distinct()], snapshot(true), isRequired)
            : new SuiteSource(suite, plain, snapshot(false), isRequired);
        if (suites is not [var main] || main.Contains('-') || main.Contains('/'))
        {
            return [.. suites.Select(suite => Named(suite, true))];
        }
        SuiteSource updates = Named(main + UpdatesSuffix, false);
        SuiteSource fixes = Named(main + SecuritySuffix, false) with { Mirrors = security };
        return [Named(main, true), updates, fixes];
    }

    /// <summary>True for suites that archives keep apart from the others.</summary>
    public static bool IsSecurity(string suite) => suite.EndsWith(SecuritySuffix, StringComparison.Ordinal)
        || suite.EndsWith(OldSecuritySuffix, StringComparison.Ordinal);

    private static ImmutableArray<Uri> Mirrors(IEnumerable<AptSource> sources) =>
    [
        .. sources.Select(s => s.Uri)
            .Where(uri => uri.IsFile || uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            .Distinct()
            .OrderBy(uri => LooksLikeDebian(uri) ? 0 : 1),
    ];

    private static bool LooksLikeDebian(Uri uri) => uri.AbsolutePath.TrimEnd('/').Split('/')[^1]
        .StartsWith("debian", StringComparison.OrdinalIgnoreCase);
}
