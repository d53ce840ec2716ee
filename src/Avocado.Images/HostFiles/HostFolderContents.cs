using System.Collections.Immutable;
using Avocado.Files;

namespace Avocado.Images.HostFiles;

/// <summary>What was read from a folder of the host.</summary>
/// <param name="Entries">Everything below the folder in byte order, the folder itself not included.</param>
/// <param name="DecidedByHost">
/// Files that are executable for no other reason than the host's mode bit: on a host without modes they need a mode
/// rule to give the same image.
/// </param>
public sealed record HostFolderContents(ImmutableArray<Entry> Entries, ImmutableArray<UnixPath> DecidedByHost);
