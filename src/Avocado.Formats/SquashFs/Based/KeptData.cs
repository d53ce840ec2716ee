using Avocado.Files;

namespace Avocado.Formats.SquashFs.Based;

/// <summary>
/// Which files lie where the base has them. A fragment stays while files of the image have at least half of it;
/// otherwise what is left of it is packed anew.
/// </summary>
internal sealed class KeptData
{
    private readonly BaseContents _base;
    private readonly SquashFsOptions _options;
    private readonly Extent _room;
    private readonly Dictionary<Sha256Digest, StoredFile> _stored = [];

    private KeptData(BaseContents contents, SquashFsOptions options, long dataStart)
    {
        _base = contents;
        _options = options;
        _room = new Extent(dataStart, Math.Max(0, contents.TablesStart - dataStart));
        Fragments = new bool[contents.Fragments.Length];
    }

    /// <summary>Files that are not kept, in the tree's order.</summary>
    public List<InodeNode> New { get; } = [];

    /// <summary>Which fragments of the base stay.</summary>
    public bool[] Fragments { get; }

    /// <summary>What stays of the base, by position, none over another.</summary>
    public List<Extent> Extents { get; } = [];

    /// <summary>Decides, and tells the files that stay where they lie.</summary>
    /// <param name="files">All files that have bytes.</param>
    /// <param name="contents">The base.</param>
    /// <param name="options">How the image is written.</param>
    /// <param name="dataStart">Where data may start.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static KeptData Of(
        List<InodeNode> files, BaseContents contents, SquashFsOptions options, long dataStart,
        CancellationToken cancellation)
    {
        Sha256Digest[] digests = OrderedParallel.Compute(
            files.Count, options.Threads, i => StoredFile.Digest(files[i].Entry), cancellation);
        var kept = new KeptData(contents, options, dataStart);
        kept.ChooseFragments(files, digests);
        for (int i = 0; i < files.Count; i++)
        {
            kept.Place(files[i], digests[i]);
        }
        kept.Collect();
        return kept;
    }

    private void ChooseFragments(List<InodeNode> files, Sha256Digest[] digests)
    {
        var wanted = new long[Fragments.Length];
        var seen = new HashSet<Sha256Digest>();
        for (int i = 0; i < files.Count; i++)
        {
            if (seen.Add(digests[i]) && Candidate(files[i], digests[i]) is { HasFragment: true } file)
            {
                wanted[file.Body.Fragment] += file.TailLength(_options.BlockSize);
            }
        }
        for (int i = 0; i < wanted.Length; i++)
        {
            Fragments[i] = wanted[i] > 0 && wanted[i] * 2 >= _base.FragmentLengths[i];
        }
    }

    /// <summary>The base's file of the same bytes, when this image would store it in the same form.</summary>
    private BaseFile? Candidate(InodeNode node, Sha256Digest digest)
    {
        if (_base.Find(digest) is not { } file || (long)file.Body.Length != node.Entry.Content.Size || !Fits(file.Blocks))
        {
            return null;
        }
        var stored = new StoredFile(node.Entry, _options);
        return stored.Blocks.Sizes.Length == file.Sizes.Length
            && stored.TailLength == file.TailLength(_options.BlockSize)
            && (!file.HasFragment || Fits(Place(_base.Fragments[file.Body.Fragment])))
            ? file
            : null;
    }

    private void Place(InodeNode node, Sha256Digest digest)
    {
        if (_stored.TryGetValue(digest, out StoredFile? same))
        {
            node.File = same;
            return;
        }
        if (Candidate(node, digest) is not { } file || (file.HasFragment && !Fragments[file.Body.Fragment]))
        {
            New.Add(node);
            return;
        }
        node.File = new StoredFile(node.Entry, _options);
        file.GiveTo(node.File, _options.BlockSize);
        _stored.Add(digest, node.File);
        Extents.Add(file.Blocks);
    }

    private void Collect()
    {
        for (int i = 0; i < Fragments.Length; i++)
        {
            if (Fragments[i])
            {
                Extents.Add(Place(_base.Fragments[i]));
            }
        }
        Extents.RemoveAll(extent => extent.Length == 0);
        Extents.Sort((a, b) => a.Start.CompareTo(b.Start));
        // A base that others wrote, or a hostile one, may have data over data.
        int last = 0;
        for (int i = 1; i < Extents.Count; i++)
        {
            if (Extents[i].Start <= Extents[last].End)
            {
                Extents[last] = Extents[last] with
                {
                    Length = Math.Max(Extents[last].End, Extents[i].End) - Extents[last].Start,
                };
            }
            else
            {
                Extents[++last] = Extents[i];
            }
        }
        Extents.RemoveRange(Math.Min(last + 1, Extents.Count), Math.Max(0, Extents.Count - last - 1));
    }

    private bool Fits(Extent extent) =>
        extent.Length == 0 || (extent.Start >= _room.Start && extent.End <= _room.End);

    private static Extent Place(FragmentEntry fragment) => new((long)fragment.Start, fragment.Stored.Length);
}
