using System.Collections.Immutable;
using Avocado.Files.Diagnostics;

namespace Avocado.Packages.Locking;

/// <summary>The lock file of a project: one section for each board, in byte order of their names.</summary>
/// <param name="Sections">By board.</param>
public sealed record LockFile(ImmutableSortedDictionary<string, LockSection> Sections)
{
    /// <summary>The file's usual name, beside the project.</summary>
    public const string DefaultName = "avocado.lock.json";

    private const int MaxSize = 256 << 20;

    /// <summary>A lock without sections.</summary>
    public static LockFile Empty { get; } =
        new(ImmutableSortedDictionary.Create<string, LockSection>(StringComparer.Ordinal));

    /// <summary>Reads a lock file; one that is not there is empty.</summary>
    /// <exception cref="AvocadoException">AVO0315: it cannot be read.</exception>
    public static LockFile Load(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                return Empty;
            }
            // Whoever replaces the file meanwhile is not held up, on Windows either.
            using var stream = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length > MaxSize)
            {
                throw Codes.LockDamaged.Error(path, "it is too large for a lock file");
            }
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return LockFileReader.Read(bytes);
        }
        catch (Exception error) when (error is DamagedFormatException or IOException or UnauthorizedAccessException)
        {
            throw Codes.LockDamaged.Error(path, error.Message);
        }
    }

    /// <summary>Writes the file beside itself and renames it into place; the caller holds its lock.</summary>
    /// <exception cref="AvocadoException">AVO0321: it cannot be written.</exception>
    internal void Save(string path)
    {
        string next = $"{path}.{Environment.ProcessId}.new";
        try
        {
            File.WriteAllBytes(next, LockFileWriter.Write(this));
            File.Move(next, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(next))
            {
                File.Delete(next);
            }
            throw Codes.LockUnwritable.Error(path, error.Message);
        }
    }
}
