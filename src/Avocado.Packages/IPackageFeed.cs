using System.Collections.Immutable;

namespace Avocado.Packages;

/// <summary>A source of packages.</summary>
public interface IPackageFeed
{
    /// <summary>What the project says of it.</summary>
    FeedDescription Description { get; }

    /// <summary>Loads everything the feed has for one architecture, checked against what its keys signed.</summary>
    /// <exception cref="Avocado.Files.Diagnostics.AvocadoException">
    /// AVO0306 to AVO0310, AVO0316, AVO0317, AVO0320.
    /// </exception>
    Task<FeedIndex> LoadAsync(string architecture, CancellationToken cancellation);

    /// <summary>
    /// The packages that have a file in a library folder with one of these names. Loads the feed's list of files, so
    /// it is only asked when nothing else knows.
    /// </summary>
    /// <returns>For each name that was found, names of packages in byte order.</returns>
    Task<ImmutableDictionary<string, ImmutableArray<string>>> FindLibrariesAsync(
        FeedIndex index, IReadOnlyCollection<string> fileNames, CancellationToken cancellation);

    /// <summary>Where a locked package's archive may be had, best address first. Asks no network.</summary>
    /// <param name="suite">The suite it was locked from.</param>
    /// <param name="path">Its path in the archive.</param>
    /// <param name="lockDate">When the newest suite of the lock was released.</param>
    /// <exception cref="Avocado.Files.Diagnostics.AvocadoException">AVO0320.</exception>
    ImmutableArray<Uri> Locate(string suite, string path, DateTimeOffset lockDate);
}
