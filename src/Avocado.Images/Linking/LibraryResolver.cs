using System.Collections.Immutable;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Elf;

namespace Avocado.Images.Linking;

/// <summary>
/// Finds libraries in an image as glibc's loader does (ld.so(8)): DT_RPATH when there is no DT_RUNPATH, DT_RUNPATH,
/// configured folders, then those compiled in. A library of another machine is passed over.
/// </summary>
/// <param name="view">The image.</param>
/// <param name="cache">Reads candidates.</param>
/// <param name="configured">Folders of ld.so.conf, where they count.</param>
internal sealed class LibraryResolver(ImageView view, ElfCache cache, ImmutableArray<UnixPath> configured)
{
    private readonly Dictionary<(ElfMachine, ElfIdent, string), UnixPath?> _known = [];
    private readonly Dictionary<UnixPath, ElfFile?> _read = [];

    /// <summary>The path by which a library is found, links not resolved; null when it is nowhere.</summary>
    /// <param name="user">Who needs it.</param>
    /// <param name="userPath">The user's path without links, for $ORIGIN.</param>
    /// <param name="name">A soname, or a path when it has a '/'.</param>
    public UnixPath? Find(ElfFile user, UnixPath userPath, string name)
    {
        if (name.Contains('/', StringComparison.Ordinal))
        {
            UnixPath? direct = Expand(name, user, userPath);
            return direct is { } path && Fits(path, user) ? direct : null;
        }
        if (InFolders(user.RunPath.IsEmpty ? user.RPath : user.RunPath, user, userPath, name) is { } own)
        {
            return own;
        }
        (ElfMachine, ElfIdent, string) key = (user.Machine, user.Ident, name);
        if (!_known.TryGetValue(key, out UnixPath? found))
        {
            found = InFolders(configured.Concat(LibraryFolders.Default(user)), user, name);
            _known.Add(key, found);
        }
        // A library in a folder of its own is loaded by a program that knows the folder, and so knows its siblings:
        // apps of .NET, Java and the like load theirs by path.
        return found ?? (user.Interpreter is null ? InFolders([userPath.Parent], user, name) : null);
    }

    private UnixPath? InFolders(ImmutableArray<string> folders, ElfFile user, UnixPath userPath, string name) =>
        InFolders(folders.Select(f => Expand(f, user, userPath)).OfType<UnixPath>(), user, name);

    private UnixPath? InFolders(IEnumerable<UnixPath> folders, ElfFile user, string name)
    {
        foreach (UnixPath folder in folders)
        {
            if (LoaderPath.TryParse($"{folder}/{name}") is { } path && Fits(path, user))
            {
                return path;
            }
        }
        return null;
    }

    private bool Fits(UnixPath path, ElfFile user) =>
        view.Follow(path) is { Kind: EntryKind.File } entry
        && Read(entry) is { } library && library.Machine == user.Machine && library.Ident == user.Ident;

    private ElfFile? Read(Entry entry)
    {
        if (!_read.TryGetValue(entry.Path, out ElfFile? file))
        {
            try
            {
                file = cache.Read(entry.Content);
            }
            catch (DamagedFormatException)
            {
                // The check of that file itself reports it.
                file = null;
            }
            _read.Add(entry.Path, file);
        }
        return file;
    }

    /// <summary>A path of DT_NEEDED, DT_RPATH or DT_RUNPATH; null when only the running system knows it.</summary>
    private static UnixPath? Expand(string text, ElfFile user, UnixPath userPath)
    {
        string library = "lib/" + LibraryFolders.MultiarchTuple(user);
        string expanded = Replace(Replace(text, "ORIGIN", userPath.Parent.ToString()), "LIB", library);
        return expanded.Contains('$', StringComparison.Ordinal) ? null : LoaderPath.TryParse(expanded);
    }

    private static string Replace(string text, string token, string value) => text
        .Replace("${" + token + "}", value, StringComparison.Ordinal)
        .Replace("$" + token, value, StringComparison.Ordinal);
}
