using System.Globalization;
using System.Text;
using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Images.Reuse;

/// <summary>
/// Digests of the host's files by path and stat stamp, kept from build to build: a file that did not change is not
/// read again. Safe for several threads.
/// </summary>
internal sealed class HostFileDigests
{
    private const string Magic = "avocado-digests 1";

    /// <summary>
    /// A file that changed just before it was read may change once more within the file system's clock tick and keep
    /// its stamp: its digest is not kept.
    /// </summary>
    private static readonly TimeSpan s_settled = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, (StatStamp Stamp, Sha256Digest Digest)> _before = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (StatStamp Stamp, Sha256Digest Digest)> _now =
        new(StringComparer.Ordinal);

    private readonly Lock _lock = new();
    private readonly string _path;

    private HostFileDigests(string path) => _path = path;

    /// <summary>How many files had to be read.</summary>
    public int ReadCount { get; private set; }

    /// <summary>Loads what an earlier build knew; a damaged file counts as none.</summary>
    public static HostFileDigests Load(string path)
    {
        var digests = new HostFileDigests(path);
        try
        {
            using var lines = new StreamReader(path, Encoding.UTF8);
            if (lines.ReadLine() != Magic)
            {
                return digests;
            }
            while (lines.ReadLine() is { } line)
            {
                digests.Add(line.Split(' ', 4));
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            digests._before.Clear();
        }
        return digests;
    }

    /// <summary>The tree with the digest of every file of the host known.</summary>
    public FileTree Complete(FileTree tree, int threads, CancellationToken cancellation)
    {
        HostFileContent[] unknown =
            [.. tree.Entries.Select(e => e.Content).OfType<HostFileContent>().Where(c => c.Digest is null)];
        if (unknown.Length == 0)
        {
            return tree;
        }
        Sha256Digest[] digests =
            OrderedParallel.Compute(unknown.Length, threads, i => DigestOf(unknown[i]), cancellation);
        var known = new Dictionary<Content, Content>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < unknown.Length; i++)
        {
            known[unknown[i]] = unknown[i] with { Digest = digests[i] };
        }
        return tree.WithContents(entry => known.GetValueOrDefault(entry.Content, entry.Content));
    }

    /// <summary>The digest of one file.</summary>
    /// <exception cref="AvocadoException">AVO0104: it cannot be read as it was when the build began.</exception>
    public Sha256Digest DigestOf(HostFileContent file)
    {
        bool isKnown = _before.TryGetValue(file.HostPath, out (StatStamp Stamp, Sha256Digest Digest) before)
            && before.Stamp == file.Stamp;
        Sha256Digest digest = isKnown ? before.Digest : Read(file);
        lock (_lock)
        {
            ReadCount += isKnown ? 0 : 1;
            _now[file.HostPath] = (file.Stamp, digest);
        }
        return digest;
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

    /// <summary>Keeps what this build knows.</summary>
    public void Save()
    {
        var text = new StringBuilder(Magic).Append('\n');
        long settled = (DateTime.UtcNow - s_settled).Ticks;
        foreach ((string path, (StatStamp stamp, Sha256Digest digest)) in _now)
        {
            if (stamp.ChangedTicks < settled && !path.Contains('\n', StringComparison.Ordinal))
            {
                text.Append(CultureInfo.InvariantCulture, $"{stamp.Size} {stamp.ChangedTicks} {digest} {path}\n");
            }
        }
        string temporary = $"{_path}.{Environment.ProcessId}.new";
        File.WriteAllText(temporary, text.ToString(), new UTF8Encoding(false));
        File.Move(temporary, _path, overwrite: true);
    }

    private void Add(string[] fields)
    {
        if (fields.Length == 4
            && long.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out long size)
            && long.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out long ticks)
            && Sha256Digest.TryParse(fields[2], out Sha256Digest digest))
        {
            _before[fields[3]] = (new StatStamp(size, ticks), digest);
        }
    }
}
