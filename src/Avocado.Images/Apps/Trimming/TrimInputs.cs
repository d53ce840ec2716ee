using System.Runtime.InteropServices;
using Avocado.Files;
using Avocado.Packages.Caching;

namespace Avocado.Images.Apps.Trimming;

/// <summary>Everything that decides what the trimmer writes, as it was when it was read.</summary>
public sealed class TrimInputs
{
    /// <summary>The step's name in keys and results.</summary>
    internal const string Step = "trim";

    private const int Version = 1;

    private readonly IReadOnlyList<(string Path, StatStamp Stamp)> _files;

    private TrimInputs(TrimmerCommand command, ActionKey key, IReadOnlyList<(string, StatStamp)> files)
    {
        Command = command;
        Key = key;
        _files = files;
    }

    /// <summary>What the trimmer is told.</summary>
    public TrimmerCommand Command { get; }

    /// <summary>The key of its result.</summary>
    public ActionKey Key { get; }

    /// <summary>True when no file was written to since it was read.</summary>
    /// <exception cref="IOException">A file cannot be found.</exception>
    public bool AreUnchanged() => _files.All(f => StatStamp.Of(f.Path) == f.Stamp);

    /// <summary>Reads all files.</summary>
    /// <param name="command">What the trimmer is told.</param>
    /// <param name="tool">The folder that the trimmer itself lies in.</param>
    /// <param name="threads">How many files are read at a time.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file cannot be read.</exception>
    public static TrimInputs Read(TrimmerCommand command, string tool, int threads, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        string[] parts = [.. Directory.GetFiles(tool).Order(StringComparer.Ordinal)];
        string[] paths = [.. parts, .. command.Arguments.Select(a => a.File).OfType<string>()];
        (string, StatStamp Stamp, Sha256Digest Digest)[] files =
            OrderedParallel.Compute(paths.Length, threads, i => Read(paths[i]), cancellation);

        // The runtime that the trimmer runs on is part of the tool. That two kinds of host give the same bytes is
        // likely, but nobody promises it.
        ActionKeyBuilder key = new ActionKeyBuilder(Step, Version)
            .Add("host", RuntimeInformation.RuntimeIdentifier)
            .Add("runtime", Environment.Version.ToString());
        int next = 0;
        foreach (string part in parts)
        {
            key.Add("tool", Path.GetFileName(part)).Add("content", files[next++].Digest);
        }
        foreach (TrimmerArgument argument in command.Arguments)
        {
            key.Add("argument", argument.Text);
            if (argument.File is not null)
            {
                key.Add("content", files[next++].Digest);
            }
        }
        return new TrimInputs(command, key.ToKey(), [.. files.Select((f, i) => (paths[i], f.Stamp))]);
    }

    // The stamp comes first: a file that changes while it is read has another one afterwards.
    private static (string Path, StatStamp Stamp, Sha256Digest Digest) Read(string path)
    {
        StatStamp stamp = StatStamp.Of(path);
        using FileStream stream = File.OpenRead(path);
        return (path, stamp, Sha256Digest.Of(stream));
    }
}
