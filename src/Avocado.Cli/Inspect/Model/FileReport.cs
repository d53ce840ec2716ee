namespace Avocado.Cli.Inspect.Model;

/// <summary>A path of a file system.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Kind">"file", "directory", "symbolicLink"...</param>
/// <param name="Mode">Permissions in octal.</param>
/// <param name="Uid">Owner.</param>
/// <param name="Gid">Group.</param>
/// <param name="Size">Bytes of a file.</param>
/// <param name="Target">Of a symbolic link.</param>
/// <param name="Origin">The package that it comes from, where a tree file says so.</param>
internal sealed record FileReport(
    string Path, string Kind, string Mode, long Uid, long Gid, long Size, string? Target = null, string? Origin = null);
