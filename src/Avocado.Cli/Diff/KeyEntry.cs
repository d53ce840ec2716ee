using Avocado.Cli.Inspect.Model;

namespace Avocado.Cli.Diff;

/// <summary>A key that a part shows.</summary>
/// <param name="Name">What it does and whose it is.</param>
/// <param name="Fingerprint">SHA-256 of its certificate, where that is known.</param>
internal readonly record struct KeyEntry(string Name, string? Fingerprint)
{
    /// <summary>The key of a signature.</summary>
    /// <param name="use">What it signs.</param>
    /// <param name="signature">What was found.</param>
    public static KeyEntry Of(string use, SignatureReport signature) =>
        new($"{use} {signature.Signer ?? signature.Fingerprint ?? "someone"}", signature.Fingerprint);

    /// <summary>A certificate that makes others be trusted.</summary>
    public static KeyEntry Of(string use, CertificateReport certificate) =>
        new($"{use} {certificate.Subject}", certificate.Fingerprint);
}
