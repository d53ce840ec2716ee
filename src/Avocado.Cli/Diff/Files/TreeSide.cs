using Avocado.Cli.Inspect;
using Avocado.Cli.Inspect.FileSystems;
using Avocado.Cli.Inspect.Trees;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Compression;
using Avocado.Formats.SquashFs;

namespace Avocado.Cli.Diff.Files;

/// <summary>One of two file systems, entry by entry.</summary>
internal sealed class TreeSide : IDisposable
{
    private const int MostPackageFiles = 100_000;

    private readonly List<SquashFsEntry> _packageFiles = [];
    private readonly IEnumerator<SquashFsEntry> _entries;
    private readonly InspectionScope _scope;
    private readonly TreeCatalog _trees;
    private readonly Dictionary<UnixPath, (EntryKind Kind, long Size)>? _contents;

    private TreeSide(ImageSide side, SquashFsReader reader, DiffScope scope)
    {
        Side = side;
        Reader = reader;
        _scope = new InspectionScope(new InspectionOptions(), scope.Cancellation);
        Special = new SpecialFiles(reader, _scope);
        _trees = scope.Options.Trees;
        _contents = _trees.IsEmpty ? null : [];
        _entries = reader.ReadEntries().GetEnumerator();
        Advance();
    }

    public ImageSide Side { get; }

    public SquashFsReader Reader { get; }

    /// <summary>The files that say what it is, of those that have passed.</summary>
    public SpecialFiles Special { get; }

    /// <summary>The files of dpkg's database, of those that have passed.</summary>
    public IReadOnlyCollection<SquashFsEntry> PackageFiles => _packageFiles;

    /// <summary>The entry that it stands at; null at the end.</summary>
    public SquashFsEntry? Current { get; private set; }

    /// <summary>Opens a file system; null, with a note, when this tool does not read its kind.</summary>
    /// <exception cref="AvocadoException">AVO0705: it is damaged.</exception>
    public static TreeSide? TryOpen(ImageSide side, Stream stream, DiffScope scope)
    {
        stream.Position = 0;
        return side.Read(() =>
        {
            try
            {
                return new TreeSide(side, SquashFsReader.Open(stream, BlockCodecs.All), scope);
            }
            catch (AvocadoException error) when (error.Code == Codes.UnsupportedFormat)
            {
                scope.Note(side, error.Message);
                return null;
            }
        });
    }

    /// <summary>Goes on to the next entry.</summary>
    public void Advance()
    {
        _scope.Cancellation.ThrowIfCancellationRequested();
        Current = Side.Read(() => _entries.MoveNext() ? _entries.Current : null);
        if (Current is { } entry)
        {
            Special.See(entry);
            if (PackageList.IsDatabase(entry) && _packageFiles.Count < MostPackageFiles)
            {
                _packageFiles.Add(entry);
            }
            if (_contents is not null && Side.Budget.TakeListing(entry.Path.Length))
            {
                _contents.TryAdd(entry.Path, (entry.Kind, entry.Size));
            }
        }
    }

    /// <summary>Opens a file.</summary>
    public Stream Open(SquashFsEntry file) => Side.Read(() => Reader.OpenFile(file));

    /// <summary>The tree file of a build that lists what has passed; null without.</summary>
    public NamedTree? FindTree() => _contents is null ? null : _trees.Find(_contents);

    /// <summary>Fails when a file that says what it is could not be read.</summary>
    public void CheckSpecialFiles()
    {
        if (_scope.Findings.FirstOrDefault() is { } finding)
        {
            throw Codes.ImageNotCompared.Error(Side.Name, finding.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _entries.Dispose();
}
