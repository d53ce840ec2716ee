using System.Globalization;
using System.Text.Json;
using Avocado.Files.Diagnostics;
using Avocado.Packages.Caching;
using Avocado.Packages.Caching.Remote;
using Avocado.Packages.Caching.Upkeep;

namespace Avocado.Images.Apps.Trimming;

/// <summary>
/// Trimmed apps in the cache of this machine, and in the one that machines share: trimming is most of what publishing
/// an app costs. Whatever is wrong with the cache, the app is trimmed then.
/// </summary>
/// <param name="settings">Where the cache is.</param>
/// <param name="note">Told when a remote cache fails.</param>
public sealed class TrimmedApps(CacheSettings settings, Action<string> note) : IDisposable
{
    private const string Warnings = "warnings";
    private const string Assembly = "assembly-";
    private const int MaxAssemblies = 4000;
    private const int MaxWarningBytes = 1 << 20;

    private readonly ContentStore _store = new(
        new CacheFolder(settings.Folder),
        settings.Remote is { } remote ? new RemoteCache(remote, note) : null);

    /// <summary>Writes what the trimmer would write into its output folder.</summary>
    /// <returns>What it would warn of; null when the app has to be trimmed: then the files are as they were.</returns>
    public async Task<IReadOnlyList<TrimWarning>?> TryFetchAsync(TrimInputs inputs, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        try
        {
            using IDisposable hold = await _store.Folder.HoldAsync(cancellation).ConfigureAwait(false);
            return await _store.TryGetAsync(inputs.Key, cancellation).ConfigureAwait(false) is { } result
                && result.Outputs.Values.All(_store.HasGood)
                && Names(result, inputs.Command) is { } names
                && ReadWarnings(result) is { } warnings
                && Write(result, names, inputs.Command)
                ? warnings
                : null;
        }
        catch (Exception error) when (IsExpected(error))
        {
            return null;
        }
    }

    /// <summary>Keeps what the trimmer wrote, and shares it when this build may.</summary>
    /// <returns>False when it could not be kept, or belongs to other inputs than were read.</returns>
    public async Task<bool> StoreAsync(
        TrimInputs inputs, IReadOnlyList<TrimWarning> warnings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Command.Outputs.Length > MaxAssemblies)
        {
            return false;
        }
        try
        {
            using (await _store.Folder.HoldAsync(cancellation).ConfigureAwait(false))
            {
                List<KeyValuePair<string, Blob>> outputs = AddOutputs(inputs.Command);
                outputs.Add(new(Warnings, _store.AddBlob(JsonSerializer.SerializeToUtf8Bytes(warnings))));
                // A path of this machine would be said to users of others.
                if (!inputs.AreUnchanged() || warnings.Any(w => Path.IsPathRooted(w.File) && File.Exists(w.File)))
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

    // Numbers stand for names: an assembly may have any.
    private List<KeyValuePair<string, Blob>> AddOutputs(TrimmerCommand command)
    {
        var outputs = new List<KeyValuePair<string, Blob>>();
        for (int i = 0; i < command.Outputs.Length; i++)
        {
            string path = Path.Combine(command.OutputFolder, command.Outputs[i]);
            if (File.Exists(path))
            {
                using FileStream stream = File.OpenRead(path);
                outputs.Add(new(string.Create(CultureInfo.InvariantCulture, $"{Assembly}{i}"), _store.AddBlob(stream)));
            }
        }
        return outputs;
    }

    /// <summary>The file name of each output but the warnings; null for a result of another kind.</summary>
    private static Dictionary<string, string>? Names(ActionResult result, TrimmerCommand command)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string output in result.Outputs.Keys.Where(o => o != Warnings))
        {
            if (!output.StartsWith(Assembly, StringComparison.Ordinal)
                || !int.TryParse(
                    output.AsSpan(Assembly.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                || number >= command.Outputs.Length)
            {
                return null;
            }
            names[output] = command.Outputs[number];
        }
        return names.Count > 0 ? names : null;
    }

    private TrimWarning[]? ReadWarnings(ActionResult result) =>
        result.Outputs.TryGetValue(Warnings, out Blob blob) && blob.Size <= MaxWarningBytes
            ? JsonSerializer.Deserialize<TrimWarning[]>(File.ReadAllBytes(_store.PathOf(blob)))
            : null;

    private bool Write(ActionResult result, Dictionary<string, string> names, TrimmerCommand command)
    {
        Directory.CreateDirectory(command.OutputFolder);
        try
        {
            foreach ((string output, string name) in names)
            {
                using FileStream source = File.OpenRead(_store.PathOf(result[output]));
                // New files with the time of now and usual rights: publishing compares times with an earlier output's.
                using FileStream target = File.Create(Path.Combine(command.OutputFolder, name));
                source.CopyTo(target);
            }
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            foreach (string name in names.Values)
            {
                File.Delete(Path.Combine(command.OutputFolder, name));
            }
            return false;
        }
    }
}
