using System.Collections.Immutable;

namespace Avocado.Cli.Inspect.Model;

/// <summary>What extension-release says.</summary>
/// <param name="Name">The name that the file's own name ends with.</param>
/// <param name="Types">"sysext", "confext" or both.</param>
/// <param name="Fields">All of it: which systems the extension fits.</param>
internal sealed record ExtensionIdentityReport(
    string Name, ImmutableArray<string> Types, ImmutableSortedDictionary<string, string> Fields);
