using System.Collections.Immutable;
using Avocado.Files.Diagnostics;

namespace Avocado.Images.Model;

/// <summary>A way to boot: which extensions merge. The default mode needs no addon.</summary>
/// <param name="Name">Lower case letters, digits and '-': "production".</param>
/// <param name="Extensions">Names of extensions, in merge order.</param>
/// <param name="IsDefault">Booted when no addon says otherwise.</param>
/// <param name="Location">Where the project says it.</param>
public sealed record BootMode(
    string Name, ImmutableArray<string> Extensions, bool IsDefault, SourceLocation? Location = null);
