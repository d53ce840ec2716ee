using Avocado.Files;

namespace Avocado.Images.HostFiles;

/// <summary>One name in a folder of the host.</summary>
/// <param name="Name">The name without folder.</param>
/// <param name="HostPath">Full path.</param>
/// <param name="Kind">What it is; links are not followed.</param>
/// <param name="LinkTarget">A link's target, with '/' between names.</param>
/// <param name="IsExecutable">The owner's executable bit; null on hosts without modes.</param>
/// <param name="Stamp">A file's size and change time.</param>
public sealed record HostItem(
    string Name, string HostPath, HostItemKind Kind, string LinkTarget, bool? IsExecutable, StatStamp Stamp);
