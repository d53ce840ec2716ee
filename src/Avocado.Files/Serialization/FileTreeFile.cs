using System.Collections.Immutable;

namespace Avocado.Files.Serialization;

/// <summary>
/// What <c>obj/…/*.tree</c> holds: a tree and, once its image is laid out, where every file's bytes went in it.
/// An intermediate of one host: it names host paths and is never shipped.
/// </summary>
/// <param name="Tree">The tree.</param>
/// <param name="Extents">For paths that have their own bytes in the image: the runs, in file order.</param>
/// <remarks>
/// Lines of UTF-8 text, so that people and <c>grep</c> can read it:
/// <code>
/// avocado-tree 1
/// origin 0 package bash version=5.2 reason=essential
/// origin 1 overlay overlay/ replaces=0
/// host 0 /home/me/.cache/avocado/…
/// f /usr/bin/bash mode=0755 origin=0 sha256=… size=1265648 slice=0:4096 extent=96+401221
/// l /bin mode=0777 origin=0 target=usr/bin
/// end 2 &lt;SHA-256 of all bytes before this line&gt;
/// </code>
/// Fields are separated by one space; bytes up to space, DEL and '\' are written <c>\xHH</c>.
/// </remarks>
public sealed record FileTreeFile(FileTree Tree, IReadOnlyDictionary<UnixPath, ImmutableArray<FileExtent>> Extents)
{
    /// <summary>The one version there is; a reader refuses others and the build makes the file anew.</summary>
    public const int Version = 1;

    /// <summary>No larger file is read or written, in bytes: some 4 million paths.</summary>
    public const int MaxSize = 1 << 30;

    /// <summary>What messages call the format.</summary>
    internal const string FormatName = "file tree";

    /// <summary>How often one path can have been replaced.</summary>
    internal const int MaxOriginDepth = 64;

    /// <param name="tree">A tree whose image is not laid out yet.</param>
    public FileTreeFile(FileTree tree)
        : this(tree, ImmutableDictionary<UnixPath, ImmutableArray<FileExtent>>.Empty)
    {
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="Diagnostics.DamagedFormatException">It is damaged or of another version.</exception>
    public static FileTreeFile Load(string hostPath)
    {
        using var stream = new FileStream(hostPath, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        return FileTreeFileReader.Read(stream);
    }

    /// <summary>Writes a file: whole, or the old one stays.</summary>
    public void Save(string hostPath)
    {
        string temporary = $"{hostPath}.{Environment.ProcessId}.new";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                FileTreeFileWriter.Write(stream, this);
            }
            File.Move(temporary, hostPath, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
