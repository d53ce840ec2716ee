using Avocado.Files;

namespace Avocado.Formats.Fat;

/// <summary>What to put into a FAT volume.</summary>
/// <param name="Path">Where; missing folders are made.</param>
/// <param name="Content">A file's bytes; null for an empty folder.</param>
public sealed record FatFile(UnixPath Path, Content? Content);
