using System.Collections.Immutable;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Elf;
using Avocado.Images.Linking;

namespace Avocado.Images.Initrd;

/// <summary>Brings along what programs need: loaders, libraries, and libraries of chosen dlopen features.</summary>
/// <param name="copier">Copies into the initrd.</param>
/// <param name="resolver">Finds libraries in the root file system.</param>
/// <param name="cache">Reads programs.</param>
/// <param name="features">Features of dlopen notes to follow.</param>
internal sealed class LibraryClosure(
    TreeCopier copier, LibraryResolver resolver, ElfCache cache, ImmutableArray<string> features)
{
    private readonly HashSet<UnixPath> _done = [];

    /// <summary>Copies everything that a program, which is already copied, needs.</summary>
    /// <exception cref="AvocadoException">AVO0544: something is not in the root file system.</exception>
    public void Add(Entry program)
    {
        var pending = new Queue<Entry>([program]);
        while (pending.TryDequeue(out Entry? user))
        {
            if (_done.Add(user.Path) && cache.Read(user.Content) is { } file)
            {
                foreach ((UnixPath? path, string name) in Needs(file, user.Path))
                {
                    pending.Enqueue((path is { } found ? copier.Copy(found) : null)
                        ?? throw Codes.InitrdLibraryMissing.Error(user.Path, user.Origin, name));
                }
            }
        }
    }

    private IEnumerable<(UnixPath? Path, string Name)> Needs(ElfFile file, UnixPath path)
    {
        if (file.Interpreter is { } loader)
        {
            yield return (LoaderPath.TryParse(loader), loader);
        }
        foreach (string name in file.Needed)
        {
            yield return (resolver.Find(file, path, name), name);
        }
        foreach (DlopenNote note in file.DlopenNotes)
        {
            if (note.Priority == DlopenPriority.Required
                || (note.Feature is { } feature && features.Contains(feature, StringComparer.Ordinal)))
            {
                IEnumerable<UnixPath?> found = note.Sonames.Select(n => resolver.Find(file, path, n));
                yield return (found.FirstOrDefault(p => p is not null), note.Sonames[0]);
            }
        }
    }
}
