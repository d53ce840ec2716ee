using Avocado.Files;
using Avocado.Formats.Segments;

namespace Avocado.Images.Pipeline;

/// <summary>
/// The outputs of one build. Everything is written below the intermediate folder first and gets its final name at the
/// end: a failure leaves the outputs of the build before, or none.
/// </summary>
internal sealed class StagedOutputs
{
    private readonly List<(string Name, Task<Sha256Digest>? Digest, bool InPlace)> _finished = [];
    private readonly string _staging;
    private readonly string _output;

    /// <param name="intermediateFolder">Below it, a folder "staging" is emptied.</param>
    /// <param name="outputFolder">Where the outputs go in the end.</param>
    public StagedOutputs(string intermediateFolder, string outputFolder)
    {
        _staging = Path.Combine(intermediateFolder, "staging");
        _output = outputFolder;
        if (Directory.Exists(_staging))
        {
            Directory.Delete(_staging, recursive: true);
        }
        Directory.CreateDirectory(_staging);
    }

    /// <summary>Where an output is written: its name below the output folder, with '/' between folders.</summary>
    public string PathOf(string name)
    {
        string path = Path.Combine(_staging, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    /// <summary>Writes an output from a segment, hashing as it goes.</summary>
    public HostFileContent Write(string name, ISegment segment, CancellationToken cancellation)
    {
        string path = PathOf(name);
        Sha256Digest digest = default;
        WriteFile(path, output =>
        {
            using var hash = new HashingOutput(output);
            segment.WriteTo(hash, cancellation);
            digest = hash.Complete();
        });
        _finished.Add((name, Task.FromResult(digest), InPlace: false));
        return new HostFileContent(path, StatStamp.Of(path), digest);
    }

    /// <summary>
    /// Writes an output of which most is holes, such as a disk. Hashing its zeros would take longer than everything
    /// else in a build that changes little, so its digest is left to those who need one: publish.
    /// </summary>
    public void WriteSparse(string name, ISegment segment, CancellationToken cancellation)
    {
        WriteFile(PathOf(name), output => segment.WriteTo(output, cancellation));
        _finished.Add((name, Digest: null, InPlace: false));
    }

    /// <summary>Writes a small output.</summary>
    public HostFileContent Write(string name, ReadOnlyMemory<byte> bytes) =>
        Write(name, new BytesSegment(bytes), CancellationToken.None);

    /// <summary>Where an output lies in the end, and where the last build's lies now.</summary>
    public string FinalPathOf(string name) => Path.Combine(_output, name);

    /// <summary>
    /// Takes an output that somebody wrote to <see cref="PathOf"/>, or found good at <see cref="FinalPathOf"/>. Its
    /// digest is computed while the build goes on.
    /// </summary>
    public void Take(string name, string path)
    {
        Task<Sha256Digest> digest = Task.Run(() =>
        {
            using FileStream stream = File.OpenRead(path);
            return Sha256Digest.Of(stream);
        });
        _finished.Add((name, digest, InPlace: path == FinalPathOf(name)));
    }

    /// <summary>Gives every output its final name and tells of it.</summary>
    /// <returns>The full paths, in the order in which the outputs were finished.</returns>
    public IReadOnlyList<string> Commit(IBuildLog log)
    {
        var paths = new List<string>();
        // Whatever can still fail fails before the first file gets its name.
        Task.WaitAll(_finished.Select(output => output.Digest).OfType<Task>());
        foreach ((string name, Task<Sha256Digest>? digest, bool inPlace) in _finished)
        {
            string target = FinalPathOf(name);
            if (!inPlace)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Move(PathOf(name), target, overwrite: true);
            }
            log.Artefact(target, new FileInfo(target).Length, digest?.Result);
            paths.Add(target);
        }
        return paths;
    }

    private static void WriteFile(string path, Action<StreamOutput> write)
    {
        using FileStream stream = File.Create(path, 1);
        var output = new StreamOutput(stream);
        write(output);
        output.Complete();
    }
}
