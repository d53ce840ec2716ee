using System.Collections.Concurrent;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Elf;

namespace Avocado.Images.Linking;

/// <summary>
/// Reads each program once, however many images and extensions have it. Contents are told apart by their digest;
/// one whose digest is not known is read each time. Safe for many threads.
/// </summary>
public sealed class ElfCache
{
    private readonly ConcurrentDictionary<Sha256Digest, ElfFile?> _files = new();

    /// <summary>What the file says of itself; null when it is not ELF.</summary>
    /// <exception cref="DamagedFormatException">It begins like ELF and does not go on so.</exception>
    public ElfFile? Read(Content content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return content.Digest is { } digest
            ? _files.GetOrAdd(digest, static (_, c) => ElfFile.TryRead(c), content)
            : ElfFile.TryRead(content);
    }
}
