using System.Collections.Immutable;
using Avocado.Files.Diagnostics;

namespace Avocado.Images.Pipeline;

/// <summary>A signing key as the project names it.</summary>
/// <param name="Name">The item's name; messages use it.</param>
/// <param name="Uri">"file:keys/images.pem", "pkcs11:…"; relative file paths are made full by the caller.</param>
/// <param name="CertificatePath">Full path of its certificate, PEM or DER.</param>
/// <param name="Uses">What it signs: "secure-boot", "verity", "modes", "pcr", "manifest".</param>
/// <param name="Location">Where the project says it.</param>
public sealed record SigningKeyRequest(
    string Name, string Uri, string CertificatePath, ImmutableArray<string> Uses, SourceLocation? Location = null);
