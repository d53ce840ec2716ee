using System.Runtime.InteropServices;
using Avocado.Files;
using Avocado.Packages.Caching;

namespace Avocado.Images.Apps.Tools;

/// <summary>Everything that decides what a tool of .NET's writes, as it was when it was read.</summary>
public abstract class ToolInputs
{
    private readonly IReadOnlyList<(string Path, StatStamp Stamp)> _files;

    private protected ToolInputs(ActionKey key, IReadOnlyList<ReadFile> files)
    {
        Key = key;
        _files = [.. files.Select(f => (f.Path, f.Stamp))];
    }

    /// <summary>The key of the tool's result.</summary>
    public ActionKey Key { get; }

    /// <summary>What the tool may write.</summary>
    internal abstract IReadOnlyList<ToolOutput> Outputs { get; }

    /// <summary>True when a result without one of the outputs is none.</summary>
    internal abstract bool NeedsAllOutputs { get; }

    /// <summary>True when no file was written to since it was read.</summary>
    /// <exception cref="IOException">A file cannot be found.</exception>
    public bool AreUnchanged() => _files.All(f => StatStamp.Of(f.Path) == f.Stamp);

    /// <summary>True when what the tool has written says nothing of this machine.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file cannot be read.</exception>
    internal virtual bool OutputsAreForAll() => true;

    /// <summary>A warning as another clone can use it; null when it says something of this machine.</summary>
    internal abstract ToolWarning? ForAll(ToolWarning warning);

    /// <summary>A warning from the cache as this clone would get it.</summary>
    internal virtual ToolWarning ForThisClone(ToolWarning warning) => warning;

    /// <summary>Begins the key of a tool's result.</summary>
    /// <remarks>
    /// The runtime that the tool runs on is part of it. That two kinds of host give the same bytes is likely, but nobody
    /// promises it.
    /// </remarks>
    private protected static ActionKeyBuilder BeginKey(string step, int version) =>
        new ActionKeyBuilder(step, version)
            .Add("host", RuntimeInformation.RuntimeIdentifier)
            .Add("runtime", Environment.Version.ToString());

    /// <summary>Reads files, in the order given.</summary>
    /// <param name="adapt">Null, or gives what is to be digested in place of a file's bytes; null for these.</param>
    private protected static ReadFile[] ReadAll(
        string[] paths, int threads, CancellationToken cancellation, Func<string, byte[]?>? adapt = null) =>
        OrderedParallel.Compute(paths.Length, threads, i => Read(paths[i], adapt), cancellation);

    // The stamp comes first: a file that changes while it is read has another one afterwards.
    private static ReadFile Read(string path, Func<string, byte[]?>? adapt)
    {
        StatStamp stamp = StatStamp.Of(path);
        if (adapt?.Invoke(path) is { } bytes)
        {
            return new ReadFile(path, stamp, Sha256Digest.Of(bytes));
        }
        using var stream = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1);
        return new ReadFile(path, stamp, Sha256Digest.Of(stream));
    }

    /// <summary>A file, as it was when it was read.</summary>
    private protected readonly record struct ReadFile(string Path, StatStamp Stamp, Sha256Digest Digest);
}
