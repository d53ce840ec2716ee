using Avocado.Files;
using Avocado.Formats.Segments;

namespace Avocado.Formats.SquashFs.Based;

/// <summary>
/// Which files lie where the base has them. A fragment stays while files of the image have at least half of it, without
/// the bytes of those that are gone; otherwise what is left of it is packed anew.
/// </summary>
internal sealed class KeptData
{
    private readonly BaseContents _base;
    private readonly SquashFsOptions _options;
    private readonly ByteRange _room;
    private readonly Dictionary<Sha256Digest, StoredFile> _stored = [];

    private KeptData(BaseContents contents, SquashFsOptions options, long dataStart)
    {
        _base = contents;
        _options = options;
        _room = new ByteRange(dataStart, Math.Max(0, contents.TablesStart - dataStart));
        Fragments = new bool[contents.Fragments.Length];
    }

    /// <summary>Files that are not kept, in the tree's order.</summary>
    public List<InodeNode> New { get; } = [];

    /// <summary>Which fragments of the base stay.</summary>
    public bool[] Fragments { get; }

    /// <summary>
    /// Of fragments of the base the bytes that no file has any more: by position, in the unpacked fragment.
    /// </summary>
    public Dictionary<int, List<ByteRange>> Gone { get; } = [];

    /// <summary>What stays of the base as it is, by position, none over another.</summary>
    public List<ByteRange> Extents { get; private set; } = [];

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
        Sha256Digest[] digests = DigestsOf(files, options.Threads, cancellation);
        var kept = new KeptData(contents, options, dataStart);
        var earlier = new BaseFile?[files.Count];
        for (int i = 0; i < files.Count; i++)
        {
            earlier[i] = kept.Candidate(files[i], digests[i]);
        }
        kept.ChooseFragments(earlier);
        for (int i = 0; i < files.Count; i++)
        {
            kept.Place(files[i], digests[i], earlier[i]);
        }
        kept.Collect();
        return kept;
    }

    private static Sha256Digest[] DigestsOf(List<InodeNode> files, int threads, CancellationToken cancellation)
    {
        if (files.Exists(file => file.Entry.Content.Digest is null))
        {
            return OrderedParallel.Compute(
                files.Count, threads, i => StoredFile.Digest(files[i].Entry), cancellation);
        }
        var digests = new Sha256Digest[files.Count];
        for (int i = 0; i < digests.Length; i++)
        {
            digests[i] = files[i].Entry.Content.Digest!.Value;
        }
        return digests;
    }

    private void ChooseFragments(BaseFile?[] earlier)
    {
        var staying = new List<ByteRange>?[Fragments.Length];
        foreach (BaseFile? file in earlier)
        {
            if (file is { HasFragment: true })
            {
                (staying[file.Body.Fragment] ??= [])
                    .Add(new ByteRange(file.Body.FragmentOffset, file.TailLength(_options.BlockSize)));
            }
        }
        for (int i = 0; i < staying.Length; i++)
        {
            if (staying[i] is not { } ranges)
            {
                continue;
            }
            int length = _base.FragmentLengths[i];
            List<ByteRange> gone = Between(ByteRange.Union(ranges), length);
            Fragments[i] = gone.Sum(range => range.Length) * 2 <= length;
            if (gone.Count > 0)
            {
                Gone.Add(i, gone);
            }
        }
    }

    private static List<ByteRange> Between(List<ByteRange> ranges, int length)
    {
        var between = new List<ByteRange>();
        long end = 0;
        ranges.Add(new ByteRange(length, 0));
        foreach (ByteRange range in ranges)
        {
            if (range.Start > end)
            {
                between.Add(new ByteRange(end, range.Start - end));
            }
            end = range.End;
        }
        return between;
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

    private void Place(InodeNode node, Sha256Digest digest, BaseFile? file)
    {
        if (_stored.TryGetValue(digest, out StoredFile? same))
        {
            node.File = same;
            return;
        }
        if (file is null || (file.HasFragment && !Fragments[file.Body.Fragment]))
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
            if (Fragments[i] && !Gone.ContainsKey(i))
            {
                Extents.Add(Place(_base.Fragments[i]));
            }
        }
        // A base that others wrote, or a hostile one, may have data over data.
        Extents = ByteRange.Union(Extents);
    }

    private bool Fits(ByteRange extent) =>
        extent.Length == 0 || (extent.Start >= _room.Start && extent.End <= _room.End);

    private static ByteRange Place(FragmentEntry fragment) => new((long)fragment.Start, fragment.Stored.Length);
}
