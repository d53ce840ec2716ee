using Avocado.Files.Diagnostics;
using Avocado.Packages.OpenPgp;
using Avocado.Packages.Transfer;

namespace Avocado.Packages.Debian;

/// <summary>Loads release files and checks signature, time and name before anything in them is believed.</summary>
internal sealed class ReleaseLoader(
    FeedDescription feed, Downloader downloader, Keyring keyring, Func<Uri, bool> checksValidUntil, TimeProvider clock)
{
    private const int MaxSize = 32 << 20;

    private static readonly TimeSpan ClockTolerance = TimeSpan.FromDays(1);

    /// <summary>
    /// Asks the mirrors in turn, then the fallback; the first good release file counts. Null when a suite that may be
    /// absent is nowhere.
    /// </summary>
    /// <exception cref="AvocadoException">AVO0306 to AVO0309: no archive has a good release file.</exception>
    public async Task<LoadedRelease?> LoadAsync(SuiteSource source, CancellationToken cancellation)
    {
        var reasons = new List<string>();
        AvocadoException? telling = null;
        bool missingEverywhere = true;
        foreach (Uri archive in source.Fallback is { } last ? source.Mirrors.Add(last) : source.Mirrors)
        {
            Uri address = ArchiveAddress.Of(archive, $"dists/{source.Suite}/InRelease");
            SmallFile file = await downloader.GetSmallAsync(address, MaxSize, cancellation).ConfigureAwait(false);
            missingEverywhere &= file.IsMissing;
            if (file.Bytes is null)
            {
                reasons.Add($"{address}: {file.Reason}");
                continue;
            }
            try
            {
                return new LoadedRelease(source.Suite, archive, Check(file.Bytes, source.Suite, archive, address));
            }
            catch (AvocadoException error)
            {
                telling ??= error;
            }
        }
        if (missingEverywhere && !source.IsRequired)
        {
            return null;
        }
        string all = reasons.Count == 0 ? "this host has no mirror for it" : string.Join("; ", reasons);
        throw telling ?? Codes.NoMirror.ErrorAt(feed.SourceLocation, feed.Name, source.Suite, all);
    }

    private ReleaseFile Check(byte[] bytes, string suite, Uri archive, Uri address)
    {
        CleartextMessage message;
        try
        {
            message = CleartextMessage.Parse(bytes);
        }
        catch (DamagedFormatException error)
        {
            throw Codes.BadReleaseSignature.ErrorAt(feed.SourceLocation, address, error.Message);
        }
        // A snapshot is old on purpose: it is judged as of its own day.
        DateTimeOffset? snapshot = ArchiveAddress.SnapshotTime(archive);
        DateTimeOffset now = snapshot ?? clock.GetUtcNow();
        if (keyring.FindFault(message, now) is { } fault)
        {
            throw Codes.BadReleaseSignature.ErrorAt(feed.SourceLocation, address, fault);
        }
        ReleaseFile release = ReleaseFile.Parse(message.Text);
        bool named = release.Suite is not null || release.Codename is not null;
        if (named && release.Suite != suite && release.Codename != suite)
        {
            throw Codes.ReleaseMismatch.ErrorAt(feed.SourceLocation, address, feed.Name,
                $"it is of suite '{release.Suite}' (codename '{release.Codename}'), not '{suite}'");
        }
        if (release.Date > now + ClockTolerance)
        {
            throw Codes.ExpiredRelease.ErrorAt(feed.SourceLocation, address,
                $"it was made in the future, {release.Date:u}");
        }
        if (release.ValidUntil < now && snapshot is null && checksValidUntil(archive))
        {
            throw Codes.ExpiredRelease.ErrorAt(feed.SourceLocation, address,
                $"it was valid until {release.ValidUntil:u}");
        }
        return release;
    }
}
