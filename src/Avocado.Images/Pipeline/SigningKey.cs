using System.Collections.Immutable;
using Avocado.Files.Diagnostics;

namespace Avocado.Images.Pipeline;

/// <summary>A key that the project names; the key itself stays where its URI says.</summary>
/// <param name="Name">What the project calls it: "boot".</param>
/// <param name="Uri">"file:…", "pkcs11:…"; as the project writes it, escapes kept.</param>
/// <param name="Certificate">Full path.</param>
/// <param name="Uses">"secure-boot", "verity", "modes", …</param>
/// <param name="Location">Where the project says it.</param>
public sealed record SigningKey(
    string Name, string Uri, string Certificate, ImmutableArray<string> Uses, SourceLocation? Location = null);
