using System.Collections.Immutable;
using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Packages.Caching.Upkeep;

/// <summary>What is in a cache.</summary>
public sealed record CacheSurvey
{
    /// <summary>Full path of the cache.</summary>
    public required string Folder { get; init; }

    /// <summary>How many blobs there are.</summary>
    public required int Blobs { get; init; }

    /// <summary>How many results of steps there are.</summary>
    public required int Actions { get; init; }

    /// <summary>How many files are unfinished.</summary>
    public required int Unfinished { get; init; }

    /// <summary>What unfinished files take.</summary>
    public required long UnfinishedBytes { get; init; }

    /// <summary>What everything takes.</summary>
    public required long Bytes { get; init; }

    /// <summary>By kind of step, in the order of their names.</summary>
    public required ImmutableArray<StepUse> Steps { get; init; }

    /// <summary>Blobs that no result names: package archives and indexes of feeds.</summary>
    public required int LooseBlobs { get; init; }

    /// <summary>What these take.</summary>
    public required long LooseBytes { get; init; }

    /// <summary>When what was not used for longest was last used, UTC; null for an empty cache.</summary>
    public required DateTime? OldestUse { get; init; }

    /// <summary>Looks through a cache; a folder that is not there is an empty one.</summary>
    /// <exception cref="AvocadoException">AVO0319: it cannot be read.</exception>
    public static CacheSurvey Of(CacheFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        List<StoredFile> files = CacheInventory.Read(folder);
        StoredFile[] unfinished = [.. files.Where(f => f.Kind == StoredKind.Unfinished)];
        Dictionary<Sha256Digest, long> blobs =
            files.Where(f => f.Kind == StoredKind.Blob).ToDictionary(f => f.Digest, f => f.Size);
        ActionResult[] actions = [.. files.Select(f => f.TryReadAction()).OfType<ActionResult>()];
        StepUse[] steps = [.. actions.GroupBy(a => a.Step, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => Use(g.Key, [.. g], blobs))];
        Sha256Digest[] loose =
            [.. blobs.Keys.Except(actions.SelectMany(a => a.Outputs.Values).Select(b => b.Digest))];
        return new CacheSurvey
        {
            Folder = folder.FullPath,
            Blobs = blobs.Count,
            Actions = files.Count(f => f.Kind == StoredKind.Action),
            Unfinished = unfinished.Length,
            UnfinishedBytes = unfinished.Sum(f => f.Size),
            Bytes = files.Sum(f => f.Size),
            Steps = [.. steps],
            LooseBlobs = loose.Length,
            LooseBytes = loose.Sum(d => blobs[d]),
            OldestUse = files.Count > 0 ? files.Min(f => f.LastUse) : null,
        };
    }

    private static StepUse Use(string step, ActionResult[] actions, Dictionary<Sha256Digest, long> blobs)
    {
        Sha256Digest[] used = [.. actions.SelectMany(a => a.Outputs.Values).Select(b => b.Digest).Distinct()
            .Where(blobs.ContainsKey)];
        return new StepUse(step, actions.Length, used.Length, used.Sum(d => blobs[d]));
    }
}
