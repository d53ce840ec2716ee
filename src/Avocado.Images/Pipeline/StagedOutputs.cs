using Avocado.Files;
using Avocado.Formats.Segments;
using Avocado.Images.Disk;
using Avocado.Images.Reuse;
using Microsoft.Win32.SafeHandles;

namespace Avocado.Images.Pipeline;

/// <summary>
/// The outputs of one build. Everything is written below the intermediate folder first and gets its final name at the
/// end: a failure leaves the outputs of the build before, or none.
/// </summary>
internal sealed class StagedOutputs
{
    private readonly List<FinishedOutput> _finished = [];
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
        Sha256Digest digest;
        using (FileStream stream = File.Create(path, 1))
        {
            var output = new StreamOutput(stream);
            using var hash = new HashingOutput(output);
            segment.WriteTo(hash, cancellation);
            output.Complete();
            digest = hash.Complete();
        }
        _finished.Add(new FinishedOutput(name, Task.FromResult(digest)));
        return new HostFileContent(path, StatStamp.Of(path), digest);
    }

    /// <summary>Writes an output that is mostly holes; when its digest is known, only its data is hashed.</summary>
    public void WriteSparse(string name, KnownDigests known, ISegment segment, CancellationToken cancellation)
    {
        Sha256Digest? digest;
        using (FileStream stream = new(PathOf(name), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1))
        {
            var output = new StreamOutput(stream);
            using var hash = new SparseHashingOutput(output);
            segment.WriteTo(hash, cancellation);
            output.Complete();
            Sha256Digest data = hash.Complete();
            digest = known.Find(data, cancellation);
            if (digest is null)
            {
                digest = hash.WholeDigest(stream);
                known.Keep(data, digest.Value);
            }
        }
        _finished.Add(new FinishedOutput(name, Task.FromResult(digest.Value)));
    }

    /// <summary>
    /// Writes an output over that of the last build, where nobody touched it since. Until the end it has no final
    /// name: a failure leaves none.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="notes">Full path of what is kept for the next build.</param>
    /// <param name="segment">What it holds.</param>
    /// <param name="cancellation">Ends the work.</param>
    public void Rewrite(string name, string notes, ISegment segment, CancellationToken cancellation)
    {
        string path = PathOf(name);
        string earlier = FinalPathOf(name);
        PatchNotes? known = PatchNotes.TryLoad(notes);
        if (known is null || !File.Exists(earlier) || StatStamp.Of(earlier) != known.Stamp)
        {
            File.Delete(notes);
            known = null;
        }
        else
        {
            File.Delete(notes);
            File.Move(earlier, path);
        }
        PatchOutput output;
        Sha256Digest? digest = null;
        using (SafeFileHandle file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite))
        {
            output = new PatchOutput(file, known?.Data ?? [], known?.Parts);
            // What stays is not looked at, so what is written over is not hashed.
            using HashingOutput? hash = known is null ? new HashingOutput(output) : null;
            segment.WriteTo(hash ?? (IImageOutput)output, cancellation);
            output.Complete();
            digest = hash?.Complete();
        }
        new PatchNotes(StatStamp.Of(path), output.Data, output.Parts).Save(notes);
        _finished.Add(digest is { } whole
            ? new FinishedOutput(name, Task.FromResult(whole))
            : new FinishedOutput(name, null) { Written = output.Written });
    }

    /// <summary>Writes a small output.</summary>
    public HostFileContent Write(string name, ReadOnlyMemory<byte> bytes) =>
        Write(name, new BytesSegment(bytes), CancellationToken.None);

    /// <summary>Where an output lies in the end, and where the last build's lies now.</summary>
    public string FinalPathOf(string name) => Path.Combine(_output, name);

    /// <summary>
    /// Takes a file system that somebody wrote to <see cref="PathOf"/>, or found good at <see cref="FinalPathOf"/>. Its
    /// digest is computed while the build goes on, unless it is the last build's with changes.
    /// </summary>
    public void Take(string name, VerityVolume volume)
    {
        string path = ((HostFileContent)volume.Data).HostPath;
        _finished.Add(new FinishedOutput(name, volume.Change is null ? Task.Run(Digest) : null)
        {
            Written = volume.Change?.WrittenBytes ?? 0,
            InPlace = path == FinalPathOf(name),
        });

        Sha256Digest Digest()
        {
            using FileStream stream = File.OpenRead(path);
            return Sha256Digest.Of(stream);
        }
    }

    /// <summary>Gives every output its final name and tells of it.</summary>
    /// <returns>The full paths, in the order in which the outputs were finished.</returns>
    public IReadOnlyList<string> Commit(IBuildLog log)
    {
        var paths = new List<string>();
        // Whatever can still fail fails before the first file gets its name.
        Task.WaitAll(_finished.Select(output => output.Digest).OfType<Task>());
        foreach (FinishedOutput output in _finished)
        {
            string target = FinalPathOf(output.Name);
            if (!output.InPlace)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Move(PathOf(output.Name), target, overwrite: true);
            }
            long size = new FileInfo(target).Length;
            if (output.Digest is { } digest)
            {
                log.Artefact(target, size, digest.Result);
            }
            else
            {
                log.Patched(target, size, output.Written);
            }
            paths.Add(target);
        }
        return paths;
    }

    /// <summary>An output that waits for its final name.</summary>
    /// <param name="Name">Its name below the output folder.</param>
    /// <param name="Digest">Of its bytes; null when it is the last build's with changes.</param>
    private sealed record FinishedOutput(string Name, Task<Sha256Digest>? Digest)
    {
        /// <summary>How many bytes of it were changed.</summary>
        public long Written { get; init; }

        /// <summary>True when it has its final name already.</summary>
        public bool InPlace { get; init; }
    }
}
