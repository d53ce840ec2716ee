using System.Collections.Concurrent;
using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Packages.Caching.Upkeep;

/// <summary>Reads everything in a cache and compares it with its names.</summary>
public sealed class CacheVerifier(CacheFolder folder)
{
    /// <summary>Checks every blob and every result.</summary>
    /// <param name="repair">True to remove what is damaged; builds make or load it again.</param>
    /// <exception cref="AvocadoException">AVO0319: the cache cannot be read.</exception>
    public async Task<CacheCheck> VerifyAsync(bool repair, CancellationToken cancellation)
    {
        List<StoredFile> files = CacheInventory.Read(folder);
        var damaged = new ConcurrentBag<DamagedFile>();
        await Parallel.ForEachAsync(
            files.Where(f => f.Kind == StoredKind.Blob), cancellation, async (file, stop) =>
            {
                if (await FaultAsync(file, stop).ConfigureAwait(false) is { } fault)
                {
                    damaged.Add(Handle(file, fault, repair));
                }
            }).ConfigureAwait(false);

        HashSet<Blob> there = [.. files.Where(f => f.Kind == StoredKind.Blob).Select(f => new Blob(f.Digest, f.Size))];
        int incomplete = 0;
        StoredFile[] actions = [.. files.Where(f => f.Kind == StoredKind.Action)];
        foreach (StoredFile file in actions)
        {
            if (file.TryReadAction() is not { } action)
            {
                damaged.Add(Handle(file, "it cannot be read, or its seal is wrong", repair));
            }
            else if (!action.Outputs.Values.All(there.Contains))
            {
                incomplete++;
            }
        }
        return new CacheCheck(
            files.Count(f => f.Kind == StoredKind.Blob), actions.Length,
            files.Where(f => f.Kind != StoredKind.Unfinished).Sum(f => f.Size), incomplete,
            [.. damaged.OrderBy(d => d.Path, StringComparer.Ordinal)]);
    }

    private static async Task<string?> FaultAsync(StoredFile file, CancellationToken cancellation)
    {
        try
        {
            var stream = new FileStream(
                file.Path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1,
                FileOptions.Asynchronous | FileOptions.SequentialScan);
            await using (stream.ConfigureAwait(false))
            {
                byte[] digest = await System.Security.Cryptography.SHA256.HashDataAsync(stream, cancellation)
                    .ConfigureAwait(false);
                return new Sha256Digest(digest) == file.Digest ? null : $"its SHA-256 is {Convert.ToHexStringLower(digest)}";
            }
        }
        catch (FileNotFoundException)
        {
            // Swept meanwhile.
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return error.Message;
        }
    }

    private static DamagedFile Handle(StoredFile file, string what, bool repair)
    {
        bool isRemoved = false;
        if (repair)
        {
            try
            {
                File.Delete(file.Path);
                isRemoved = true;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                what += "; it cannot be removed: " + error.Message;
            }
        }
        return new DamagedFile(file.Path, what, isRemoved);
    }
}
