using System.Text.Json;
using Avocado.Files.Diagnostics;
using Avocado.Packages.Caching;
using Avocado.Packages.Caching.Remote;
using Avocado.Packages.Caching.Upkeep;

namespace Avocado.Images.Apps.Tools;

/// <summary>
/// What .NET's tools make of apps, in the cache of this machine and in the one that machines share: compiling and
/// trimming are most of what publishing an app costs. Whatever is wrong with the cache, the tool is run then.
/// </summary>
/// <param name="settings">Where the cache is.</param>
/// <param name="note">Told when a remote cache fails.</param>
public sealed class ToolCache(CacheSettings settings, Action<string> note) : IDisposable
{
    private const string Warnings = "warnings";
    private const int MaxOutputs = 4000;
    private const int MaxWarningBytes = 1 << 20;

    private readonly ContentStore _store = new(
        new CacheFolder(settings.Folder),
        settings.Remote is { } remote ? new RemoteCache(remote, note) : null);

    /// <summary>Writes what the tool would write.</summary>
    /// <returns>What it would warn of; null when it has to be run: then nothing new is there.</returns>
    public async Task<IReadOnlyList<ToolWarning>?> TryFetchAsync(ToolInputs inputs, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        try
        {
            using IDisposable hold = await _store.Folder.HoldAsync(cancellation).ConfigureAwait(false);
            return await _store.TryGetAsync(inputs.Key, cancellation).ConfigureAwait(false) is { } result
                && result.Outputs.Values.All(_store.HasGood)
                && Match(result, inputs) is { } outputs
                && ReadWarnings(result) is { } warnings
                && Write(result, outputs)
                ? [.. warnings.Select(inputs.ForThisClone)]
                : null;
        }
        catch (Exception error) when (IsExpected(error))
        {
            return null;
        }
    }

    /// <summary>Keeps what the tool wrote, and shares it when this build may.</summary>
    /// <returns>False when it could not be kept, is not for others, or belongs to other inputs than were read.</returns>
    public async Task<bool> StoreAsync(
        ToolInputs inputs, IReadOnlyList<ToolWarning> warnings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ToolWarning[] shared = [.. warnings.Select(inputs.ForAll).OfType<ToolWarning>()];
        if (inputs.Outputs.Count > MaxOutputs || shared.Length != warnings.Count)
        {
            return false;
        }
        try
        {
            if (!inputs.OutputsAreForAll())
            {
                return false;
            }
            using (await _store.Folder.HoldAsync(cancellation).ConfigureAwait(false))
            {
                List<KeyValuePair<string, Blob>> outputs = AddOutputs(inputs);
                outputs.Add(new(Warnings, _store.AddBlob(JsonSerializer.SerializeToUtf8Bytes(shared))));
                if (!inputs.AreUnchanged())
                {
                    return false;
                }
                _store.Put(inputs.Key, outputs);
                if (!await _store.FlushAsync(cancellation).ConfigureAwait(false))
                {
                    note("the remote cache is slow: not everything that was made is shared");
                }
            }
            CacheUpkeep.Run(_store.Folder, _store.AddedBytes, settings.MaxBytes);
            return true;
        }
        catch (Exception error) when (IsExpected(error))
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _store.Dispose();

    private static bool IsExpected(Exception error) =>
        error is AvocadoException or IOException or UnauthorizedAccessException or JsonException;

    /// <exception cref="FileNotFoundException">The tool left out something that it had to write.</exception>
    private List<KeyValuePair<string, Blob>> AddOutputs(ToolInputs inputs)
    {
        var outputs = new List<KeyValuePair<string, Blob>>();
        foreach (ToolOutput output in inputs.Outputs.Where(o => inputs.NeedsAllOutputs || File.Exists(o.Path)))
        {
            using FileStream stream = File.OpenRead(output.Path);
            outputs.Add(new(output.Name, _store.AddBlob(stream)));
        }
        return outputs;
    }

    /// <summary>The outputs that a result has; null for a result of another kind.</summary>
    private static ToolOutput[]? Match(ActionResult result, ToolInputs inputs)
    {
        ToolOutput[] outputs = [.. inputs.Outputs.Where(o => result.Outputs.ContainsKey(o.Name))];
        bool isWhole = inputs.NeedsAllOutputs ? outputs.Length == inputs.Outputs.Count : outputs.Length > 0;
        return isWhole && result.Outputs.Keys.Count(name => name != Warnings) == outputs.Length ? outputs : null;
    }

    private ToolWarning[]? ReadWarnings(ActionResult result) =>
        result.Outputs.TryGetValue(Warnings, out Blob blob) && blob.Size <= MaxWarningBytes
        && JsonSerializer.Deserialize<ToolWarning[]>(File.ReadAllBytes(_store.PathOf(blob))) is { } warnings
        && warnings.All(w => w is { Message: not null })
            ? warnings
            : null;

    private bool Write(ActionResult result, ToolOutput[] outputs)
    {
        var written = new List<string>();
        try
        {
            foreach (ToolOutput output in outputs)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(output.Path)!);
                string part = output.Path + ".part";
                written.Add(part);
                // New files with the time of now and usual rights: builds compare times with an earlier output's.
                using (FileStream source = File.OpenRead(_store.PathOf(result[output.Name])))
                using (FileStream target = File.Create(part))
                {
                    source.CopyTo(target);
                }
                written.Add(output.Path);
                File.Move(part, output.Path, overwrite: true);
            }
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            written.ForEach(File.Delete);
            return false;
        }
    }
}
