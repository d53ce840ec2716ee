using System.Collections.Immutable;
using System.Text;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Images.Reuse;

namespace Avocado.Images.HostFiles;

/// <summary>
/// Reads folders of the host into entries. Every rule about host files is here, so that the same folder gives the
/// same entries on every host: owner is root, there is no modification time, a folder is 0755 and a file 0644, or
/// 0755 when it is a program. A program is a script, an ELF program, or what the host calls executable (when asked).
/// Mode rules of the project decide before all that. Links are read and never followed.
/// </summary>
public sealed class HostFolderReader
{
    private const int MaxLinkLength = 4095;
    private const char Unreadable = '\uFFFD';

    /// <summary>Files that hosts and version control drop into folders; they are no part of a device.</summary>
    private static readonly ImmutableHashSet<string> HostDroppings =
        ImmutableHashSet.Create(StringComparer.Ordinal, ".gitkeep", ".DS_Store", "Thumbs.db", "desktop.ini");

    private readonly IHostFileSystem _host;
    private readonly int _threads;

    /// <param name="host">The host's file system; the real one when null.</param>
    /// <param name="threads">How many threads may ask it at once; never changes what is read.</param>
    public HostFolderReader(IHostFileSystem? host = null, int threads = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _host = host ?? ShuffledFileSystem.OfEnvironment();
        _threads = threads;
    }

    /// <summary>What earlier builds know of the files; null opens all of them.</summary>
    internal HostFileNotes? Notes { get; init; }

    /// <summary>Reads everything below a folder.</summary>
    /// <exception cref="AvocadoException">
    /// AVO0501-AVO0506: the folder is missing, or has what no image can have.
    /// </exception>
    public HostFolderContents Read(HostFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var rules = new HostModeRules(folder.ModeRules);
        var entries = new List<Entry>();
        var byHost = new List<UnixPath>();
        HostPlace[] level = [new(folder.HostPath, UnixPath.Root)];
        while (level.Length > 0)
        {
            var lists = new FolderList[level.Length];
            HostPlace[] folders = level;
            OrderedParallel.Run(
                folders.Length, _threads, i => lists[i] = ReadFolder(folder, folders[i], rules), CancellationToken.None);
            foreach (FolderList list in lists)
            {
                entries.AddRange(list.Entries);
                byHost.AddRange(list.DecidedByHost);
            }
            level = [.. lists.SelectMany(list => list.Folders)];
        }
        entries.Sort(static (a, b) => a.Path.CompareTo(b.Path));
        return new HostFolderContents([.. entries], [.. byHost.Order()]);
    }

    /// <summary>Reads one file of the host as data, mode 0644.</summary>
    /// <exception cref="AvocadoException">AVO0501: there is no such file.</exception>
    public static Entry ReadFile(string hostPath, UnixPath path, Origin origin, SourceLocation? location)
    {
        var info = new FileInfo(hostPath);
        return info.Exists
            ? Entry.File(path, HostFileContent.Of(hostPath), origin)
            : throw Codes.HostFolderMissing.ErrorAt(location, origin, hostPath);
    }

    private FolderList ReadFolder(HostFolder folder, HostPlace place, HostModeRules rules)
    {
        var list = new FolderList();
        foreach (HostItem item in List(folder, place.HostPath, place.Path))
        {
            UnixPath path = PathOf(folder, place.Path, item);
            list.Entries.Add(ToEntry(folder, place, item, path, rules.ModeOf(path), list.DecidedByHost));
            if (item.Kind == HostItemKind.Folder)
            {
                list.Folders.Add(new HostPlace(item.HostPath, path));
            }
        }
        return list;
    }

    private List<HostItem> List(HostFolder folder, string hostPath, UnixPath path)
    {
        List<HostItem> items;
        try
        {
            // In one order on every host, so that the same of several mistakes is told.
            items = [.. _host.List(hostPath).Where(i => !HostDroppings.Contains(i.Name))];
            items.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        }
        catch (DirectoryNotFoundException) when (path.IsRoot)
        {
            throw Codes.HostFolderMissing.ErrorAt(folder.Location, folder.Origin, hostPath);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Codes.UnreadableHostFile.ErrorAt(folder.Location, folder.Origin, hostPath, error.Message);
        }
        var seen = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string name in items.Select(i => i.Name))
        {
            if (!seen.TryAdd(name, name))
            {
                throw Codes.NamesDifferInCase.ErrorAt(folder.Location, folder.Origin,
                    Shown(path, seen[name]), Shown(path, name));
            }
        }
        return items;
    }

    private static UnixPath PathOf(HostFolder folder, UnixPath parent, HostItem item)
    {
        if (!item.Name.Contains(Unreadable, StringComparison.Ordinal) && !item.Name.Any(char.IsControl))
        {
            try
            {
                return parent / UnixPath.Parse(item.Name);
            }
            catch (AvocadoException)
            {
                // Too long or no UTF-8: the message below names the folder too.
            }
        }
        throw Codes.BadHostName.ErrorAt(folder.Location, folder.Origin, Shown(parent, item.Name));
    }

    private Entry ToEntry(
        HostFolder folder, HostPlace place, HostItem item, UnixPath path, ushort? rule, List<UnixPath> byHost)
    {
        switch (item.Kind)
        {
            case HostItemKind.Folder:
                return Entry.Directory(path, folder.Origin, rule ?? UnixMode.Executable);
            case HostItemKind.Link:
                CheckLink(folder, item, path);
                return Entry.SymbolicLink(path, item.LinkTarget, folder.Origin);
            default:
                HostFileNote? note = Notes?.Find(item.HostPath, item.Stamp);
                return item.Stamp.Size == 0 && note?.Start is null && _host.IsSpecial(item.HostPath)
                    ? throw Codes.SpecialHostFile.ErrorAt(folder.Location, folder.Origin, path.ToString()[1..])
                    : Entry.File(path, ContentOf(place, item, note?.Digest), folder.Origin,
                        rule ?? ModeOf(folder, item, note, path, byHost));
        }
    }

    private static HostFileContent ContentOf(HostPlace place, HostItem item, Sha256Digest? digest) =>
        item.HostPath == Path.Combine(place.HostPath, item.Name)
            ? new HostFileContent(place.HostPath, item.Name, item.Stamp, digest)
            : new HostFileContent(item.HostPath, item.Stamp, digest);

    private ushort ModeOf(
        HostFolder folder, HostItem item, HostFileNote? note, UnixPath path, List<UnixPath> byHost)
    {
        ReadOnlyMemory<byte> start = note?.Start ?? ReadStart(folder, item);
        if (ProgramContent.IsProgram(start.Span, item.Name))
        {
            return UnixMode.Executable;
        }
        if (!folder.UseHostModes || item.IsExecutable != true)
        {
            return UnixMode.Plain;
        }
        byHost.Add(path);
        return UnixMode.Executable;
    }

    private ReadOnlyMemory<byte> ReadStart(HostFolder folder, HostItem item)
    {
        var start = new byte[ProgramContent.StartLength];
        try
        {
            int length = _host.ReadStart(item.HostPath, start);
            Notes?.Learn(item.HostPath, new HostFileNote(item.Stamp, digest: null, start.AsMemory(0, length)));
            return start.AsMemory(0, length);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Codes.UnreadableHostFile.ErrorAt(folder.Location, folder.Origin, item.HostPath, error.Message);
        }
    }

    private static void CheckLink(HostFolder folder, HostItem item, UnixPath path)
    {
        string target = item.LinkTarget;
        bool hasDrive = target.Length > 1 && char.IsAsciiLetter(target[0]) && target[1] == ':';
        string here = folder.HostPath.Replace('\\', '/').TrimEnd('/') + "/";
        bool isHostPath = target.StartsWith(here, StringComparison.Ordinal);
        if (target.Length == 0 || hasDrive || isHostPath || target.Contains(Unreadable, StringComparison.Ordinal)
            || target.Contains('\0', StringComparison.Ordinal) || Encoding.UTF8.GetByteCount(target) > MaxLinkLength)
        {
            throw Codes.BadHostLink.ErrorAt(folder.Location, folder.Origin, path.ToString()[1..], target);
        }
    }

    private static string Shown(UnixPath folder, string name) =>
        string.Concat(((folder.IsRoot ? "" : folder + "/") + name).TrimStart('/')
            .Select(c => char.IsControl(c) ? '?' : c));

    /// <summary>A folder that is to be read.</summary>
    private sealed record HostPlace(string HostPath, UnixPath Path);

    /// <summary>What is in one folder.</summary>
    private sealed class FolderList
    {
        public List<Entry> Entries { get; } = [];

        public List<UnixPath> DecidedByHost { get; } = [];

        public List<HostPlace> Folders { get; } = [];
    }
}
