using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Images.Reuse;

/// <summary>
/// What is known of the host's files by path and stat stamp, kept from build to build: a file that did not change is
/// not opened again, neither for its digest nor for the start that tells programs. Safe for several threads.
/// </summary>
internal sealed class HostFileNotes
{
    /// <summary>
    /// A file that changed just before it was read may change once more within the file system's clock tick and keep
    /// its stamp: what was read is not kept.
    /// </summary>
    private static readonly TimeSpan s_settled = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, HostFileNote> _before;
    private readonly Dictionary<string, HostFileNote> _learnt = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly string _path;
    private int _readCount;

    private HostFileNotes(string path, Dictionary<string, HostFileNote> before)
    {
        _path = path;
        _before = before;
    }

    /// <summary>How many files had to be read whole.</summary>
    public int ReadCount => _readCount;

    /// <summary>Loads what an earlier build knew; a damaged file counts as none.</summary>
    public static HostFileNotes Load(string path) => new(path, HostFileNotesFile.Load(path));

    /// <summary>The tree with the digest of every file of the host known.</summary>
    public FileTree Complete(FileTree tree, int threads, CancellationToken cancellation)
    {
        var unknown = new List<HostFileContent>();
        foreach (Entry entry in tree.Entries)
        {
            if (entry.Content is HostFileContent { Digest: null } file)
            {
                unknown.Add(file);
            }
        }
        if (unknown.Count == 0)
        {
            return tree;
        }
        Sha256Digest[] digests =
            OrderedParallel.Compute(unknown.Count, threads, i => DigestOf(unknown[i]), cancellation);
        var known = new Dictionary<Content, Content>(unknown.Count, ReferenceEqualityComparer.Instance);
        for (int i = 0; i < unknown.Count; i++)
        {
            known[unknown[i]] = unknown[i] with { Digest = digests[i] };
        }
        return tree.WithContents(entry => known.GetValueOrDefault(entry.Content, entry.Content));
    }

    /// <summary>What is known of a file with that stamp; null when that is nothing.</summary>
    public HostFileNote? Find(string hostPath, StatStamp stamp)
    {
        if (_before.TryGetValue(hostPath, out HostFileNote? note) && note.Stamp == stamp)
        {
            note.IsUsed = true;
            return note;
        }
        lock (_lock)
        {
            return _learnt.TryGetValue(hostPath, out note) && note.Stamp == stamp ? note : null;
        }
    }

    /// <summary>The digest of one file.</summary>
    /// <exception cref="AvocadoException">AVO0104: it cannot be read as it was when the build began.</exception>
    public Sha256Digest DigestOf(HostFileContent file)
    {
        string path = file.HostPath;
        if (Find(path, file.Stamp)?.Digest is { } known)
        {
            return known;
        }
        Sha256Digest digest = Read(file);
        Interlocked.Increment(ref _readCount);
        Learn(path, new HostFileNote(file.Stamp, digest, start: null));
        return digest;
    }

    /// <summary>Adds to what is known of a file.</summary>
    public void Learn(string hostPath, HostFileNote note)
    {
        HostFileNote? before = _before.GetValueOrDefault(hostPath);
        lock (_lock)
        {
            before = _learnt.GetValueOrDefault(hostPath) ?? before;
            _learnt[hostPath] = before?.Stamp == note.Stamp ? before.With(note) : note;
        }
    }

    /// <summary>Keeps what this build knows.</summary>
    public void Save()
    {
        var notes = new List<KeyValuePair<string, HostFileNote>>(_before.Count + _learnt.Count);
        foreach (KeyValuePair<string, HostFileNote> note in _before)
        {
            if (note.Value.IsUsed && !_learnt.ContainsKey(note.Key))
            {
                notes.Add(note);
            }
        }
        long settled = (DateTime.UtcNow - s_settled).Ticks;
        foreach (KeyValuePair<string, HostFileNote> note in _learnt)
        {
            if (note.Value.Stamp.ChangedTicks < settled)
            {
                notes.Add(note);
            }
        }
        if (_learnt.Count > 0 || notes.Count != _before.Count)
        {
            HostFileNotesFile.Save(_path, notes);
        }
    }

    private static Sha256Digest Read(HostFileContent file)
    {
        try
        {
            return file.ComputeDigest();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Codes.InputChanged.Error(file.HostPath, error.Message);
        }
    }
}
