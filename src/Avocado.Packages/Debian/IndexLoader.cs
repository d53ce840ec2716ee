using System.Collections.Immutable;
using Avocado.Files.Diagnostics;
using Avocado.Packages.Caching;
using Avocado.Packages.Transfer;

namespace Avocado.Packages.Debian;

/// <summary>Loads the files that a release file vouches for, through the cache.</summary>
internal sealed class IndexLoader(FeedDescription feed, ContentStore store, VerifiedFiles files)
{
    private const long MaxPlainSize = 4L << 30;

    // gzip first: its few more bytes cost less than decoding XZ does.
    private static readonly string[] Extensions = [".gz", ".xz", ""];

    /// <summary>True when the release lists a file in a form that is read here.</summary>
    public static bool IsListed(ReleaseFile release, string path) =>
        Extensions.Any(extension => release.Find(path + extension) is not null);

    /// <summary>Opens a file of a suite, decompressed; null when the release does not list it in any form.</summary>
    /// <param name="loaded">The release.</param>
    /// <param name="path">The path without extension, below the suite's folder.</param>
    /// <exception cref="AvocadoException">
    /// AVO0310, AVO0316: the file is not the one listed, or cannot be loaded.
    /// </exception>
    public async Task<Stream?> OpenAsync(LoadedRelease loaded, string path, CancellationToken cancellation)
    {
        (string Extension, ReleaseItem? Item)[] listed =
        [
            .. Extensions.Select(extension => (extension, loaded.Release.Find(path + extension)))
                .Where(form => form.Item2 is not null),
        ];
        DownloadResult? last = null;
        foreach ((string extension, ReleaseItem? item) in listed)
        {
            string place = store.PathOf(new Blob(item!.Sha256, item.Size));
            last = await files.GetAsync(Describe(loaded, item), false, null, cancellation).ConfigureAwait(false);
            if (last.Outcome == DownloadOutcome.Done)
            {
                var file = new FileStream(place, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1);
                return Decompression.Open(file, extension, loaded.Release.Find(path)?.Size ?? MaxPlainSize);
            }
            // Archives list forms that they do not offer; what cannot be had otherwise is an error.
            if (last.Outcome != DownloadOutcome.NotFound)
            {
                break;
            }
        }
        return last is null
            ? null
            : throw (last.Outcome == DownloadOutcome.Mismatch ? Codes.IndexMismatch : Codes.DownloadFailed)
                .ErrorAt(feed.SourceLocation, $"{path} of {loaded.Suite}", last.Reason);
    }

    private static Download Describe(LoadedRelease loaded, ReleaseItem item)
    {
        ImmutableArray<Uri> addresses = [Address(loaded, item.Path)];
        return new Download(item.Path,
            loaded.Release.HasByHash ? addresses.Insert(0, Address(loaded, item.ByHashPath)) : addresses,
            item.Size, item.Sha256);
    }

    private static Uri Address(LoadedRelease loaded, string path) =>
        ArchiveAddress.Of(loaded.Archive, $"dists/{loaded.Suite}/{path}");
}
